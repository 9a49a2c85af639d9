package io.jamescbv.james;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.EffectiveSettings;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.policy.Action;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;

/**
 * Which settings hold for whom, as one SMTP server or the mailets see it: what a recipient's domain has of its own comes
 * first, then what a {@code <handler>} says, then cbv.xml. Changes at run time show at the next call.
 *
 * <p>Thread-safe.
 */
public final class Policies {
    private final Supplier<Settings> file;
    private final UnaryOperator<Settings> overlay;
    private volatile Laid laid;

    /**
     * @param file what cbv.xml says, as it is at present
     * @param overlay lays the keys of a {@code <handler>} over it
     */
    Policies(Supplier<Settings> file, UnaryOperator<Settings> overlay) {
        this.file = file;
        this.overlay = overlay;
        this.laid = new Laid(file.get(), overlay);
    }

    /** What holds where no recipient is known. */
    public EffectiveSettings global() {
        return settings().global();
    }

    /** What holds for mail to this recipient. */
    public EffectiveSettings of(MailAddress recipient) {
        return of(Mailboxes.read(recipient));
    }

    /** Whether such an action can be decided for anybody. */
    public boolean canDecide(Predicate<Action> kind) {
        Settings settings = settings();
        return Stream.concat(
                        Stream.of(settings.global()),
                        settings.get(Keys.DOMAIN_NAME).stream().map(settings::forDomain))
                .anyMatch(holds -> holds.policy().canDecide(kind));
    }

    EffectiveSettings of(Optional<Mailbox> recipient) {
        Settings settings = settings();
        return recipient.map(Mailbox::domain).map(settings::forDomain).orElseGet(settings::global);
    }

    /** What holds here, as it is at present. */
    Settings settings() {
        Settings now = file.get();
        Laid known = laid;
        if (known.file != now) {
            known = new Laid(now, overlay);
            laid = known;
        }
        return known.result;
    }

    /** The overlay on one state of the file's settings. */
    private static final class Laid {
        private final Settings file;
        private final Settings result;

        Laid(Settings file, UnaryOperator<Settings> overlay) {
            this.file = file;
            this.result = overlay.apply(file);
        }
    }
}
