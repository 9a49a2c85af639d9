package io.jamescbv.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JamesHomeTest {
    @TempDir
    Path folder;

    @Test
    void writeShouldFillEveryPlaceholder() throws Exception {
        JamesHome home = JamesHome.in(folder).smtp("127.0.0.1", "127.0.0.2").write();

        assertThat(folder.resolve("conf").toFile().list()).hasSizeGreaterThan(10);
        for (String name : folder.resolve("conf").toFile().list()) {
            assertThat(Files.readString(folder.resolve("conf").resolve(name)))
                    .as(name)
                    .doesNotContain("${");
        }
        assertThat(folder.resolve("conf/smtpserver.xml"))
                .content()
                .contains("<bind>127.0.0.1:" + home.smtpPort() + ",127.0.0.2:" + home.smtpPort() + "</bind>")
                .doesNotContain("<authorizedAddresses>127.");
    }

    @Test
    void fileShouldReplaceATemplateAndBeFilledToo() throws Exception {
        JamesHome.in(folder)
                .defaultDomain("other.example")
                .files(Map.of("domainlist.xml", "<d>${defaultDomain}</d>", "cbv.xml", "<cbv/>"))
                .write();

        assertThat(folder.resolve("conf/domainlist.xml")).hasContent("<d>other.example</d>");
        assertThat(folder.resolve("conf/cbv.xml")).hasContent("<cbv/>");
    }

    @Test
    void portsShouldDiffer() {
        JamesHome home = JamesHome.in(folder);

        assertThat(Map.of(home.smtpPort(), 1, home.imapPort(), 2, home.webAdminPort(), 3, home.jmxPort(), 4))
                .hasSize(4);
    }
}
