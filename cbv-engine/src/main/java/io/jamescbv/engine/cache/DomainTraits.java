package io.jamescbv.engine.cache;

/**
 * How the hosts of a domain behave, as far as that is known and still true.
 *
 * <p>Immutable and thread-safe.
 */
public final class DomainTraits {
    private static final DomainTraits UNKNOWN = new DomainTraits(false, false);

    private final boolean refusesUnknownAddresses;
    private final boolean vrfyTellsNothing;

    private DomainTraits(boolean refusesUnknownAddresses, boolean vrfyTellsNothing) {
        this.refusesUnknownAddresses = refusesUnknownAddresses;
        this.vrfyTellsNothing = vrfyTellsNothing;
    }

    /** Nothing is known. */
    public static DomainTraits unknown() {
        return UNKNOWN;
    }

    /** The same, and an address that nobody has was refused: the domain does not accept everything. */
    public DomainTraits thatRefuseUnknownAddresses() {
        return new DomainTraits(true, vrfyTellsNothing);
    }

    /** The same, and VRFY brought nothing: it need not be asked again. */
    public DomainTraits whoseVrfyTellsNothing() {
        return new DomainTraits(refusesUnknownAddresses, true);
    }

    boolean isUnknown() {
        return !refusesUnknownAddresses && !vrfyTellsNothing;
    }

    /** What either of the two knows. */
    public DomainTraits and(DomainTraits other) {
        return new DomainTraits(
                refusesUnknownAddresses || other.refusesUnknownAddresses, vrfyTellsNothing || other.vrfyTellsNothing);
    }

    /** Whether the accept-all test was made and found that it does not accept everything. */
    public boolean refusesUnknownAddresses() {
        return refusesUnknownAddresses;
    }

    /** Whether VRFY was tried in vain. */
    public boolean vrfyTellsNothing() {
        return vrfyTellsNothing;
    }
}
