package io.jamescbv.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** A key for tokens (RFC 7519, RS256) that James' WebAdmin takes from an administrator. Thread-safe. */
public final class JwtKey {
    private static final int LINE = 64;

    private final KeyPair pair;

    public JwtKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as James reads it from {@code jwt.publickeypem.url}. */
    public String publicPem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'})
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** A token of an administrator, or of somebody else. */
    public String token(boolean admin) {
        String claims = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "."
                + encoded("{\"sub\":\"somebody\",\"admin\":" + admin + "}");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(claims.getBytes(StandardCharsets.US_ASCII));
            return claims + "." + url().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String json) {
        return url().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Base64.Encoder url() {
        return Base64.getUrlEncoder().withoutPadding();
    }
}
