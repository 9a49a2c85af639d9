package io.jamescbv.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessGuardTest {
    /** Stands for a build: starts a child that would wait for ever, and is killed. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            Process child = new ProcessBuilder("sleep", "600").start();
            new ProcessGuard(child);
            System.out.println(child.pid());
            System.in.read();
        }
    }

    @Test
    void childShouldEndWhenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .start();
        ProcessHandle child = ProcessHandle.of(new Scanner(parent.getInputStream()).nextLong())
                .orElseThrow();
        assertThat(child.isAlive()).isTrue();

        parent.destroyForcibly();

        // Not our child: the orphan's new parent may reap it late, so an answer in time is all that is asked.
        child.onExit().get(30, TimeUnit.SECONDS);
    }
}
