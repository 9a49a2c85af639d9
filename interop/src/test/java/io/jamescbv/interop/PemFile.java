package io.jamescbv.interop;

import io.jamescbv.testing.TestKeystore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A private key and its self-signed certificate in one file, as Postfix' {@code smtpd_tls_chain_files} takes them. */
final class PemFile {
    private static final String PASSWORD = "secret";

    private PemFile() {}

    /** Makes one for a host name. */
    static Path create(Path file, String hostName) throws IOException, GeneralSecurityException {
        Files.createDirectories(file.getParent());
        Path store = TestKeystore.create(file.resolveSibling(file.getFileName() + ".p12"), PASSWORD, hostName);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String alias = keys.aliases().nextElement();
        return Files.writeString(
                file,
                block("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded())
                        + block("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
    }

    private static String block(String label, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
