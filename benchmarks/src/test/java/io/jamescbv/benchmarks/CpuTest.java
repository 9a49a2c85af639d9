package io.jamescbv.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTest {
    @Test
    void processShouldBeReadBehindItsNameWhateverThatHolds() {
        String stat = "4711 (java (x) y) S 1 4711 4711 0 -1 4194560 1 2 3 4 250 50 9 9 20 0 40 0 1 2 3";
        assertThat(Cpu.ofProcess(stat)).isEqualTo(3.0);
    }

    @Test
    void machineShouldBeBusyInAllButIdleAndWaitForDisks() {
        // user nice system idle iowait irq softirq steal guest guest_nice; guests are part of user
        assertThat(Cpu.busy("cpu  100 10 50 9000 800 1 2 37 100 10")).isEqualTo(2.0);
    }

    @Test
    void shareOfMemoryShouldBeReadInBytes() {
        assertThat(JamesMemory.pss(
                        "7f00-7fff ---p 00000000 00:00 0 [rollup]\nRss:  300 kB\nPss:   200 kB\nPss_Anon: 9 kB\n"))
                .isEqualTo(200 * 1024);
    }
}
