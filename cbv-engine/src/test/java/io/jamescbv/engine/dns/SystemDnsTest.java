package io.jamescbv.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemDnsTest {
    @Test
    void serversShouldNeverBeEmpty() {
        assertThat(SystemDns.servers()).isNotEmpty();
    }
}
