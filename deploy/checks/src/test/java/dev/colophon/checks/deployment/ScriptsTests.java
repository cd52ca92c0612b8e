package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptsTests {

    static List<Path> scripts() {
        return Stream.of("deploy", ".ci")
                .flatMap(folder -> Files.below(folder, "").stream())
                .filter(ScriptsTests::isForBash)
                .toList();
    }

    static List<Path> ours() {
        return scripts().stream()
                .filter(script -> script.toString().matches(".*/deploy/(compose|database|images)/.*"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void bashUnderstands(Path script) {
        Shell check = Shell.run("bash", "-n", script.toString());
        assertThat(check.status()).as(check.output()).isZero();
        assertThat(java.nio.file.Files.isExecutable(script))
                .as("%s can be run", script)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void shellcheckHasNothingToSay(Path script) {
        assumeTrue(Shell.has("shellcheck"), "skipped: shellcheck is not installed");
        Shell check = Shell.run("shellcheck", "--external-sources", script.toString());
        assertThat(check.status()).as(check.output()).isZero();
    }

    private static boolean isForBash(Path file) {
        byte[] start = new byte[40];
        try (var in = java.nio.file.Files.newInputStream(file)) {
            int length = in.readNBytes(start, 0, start.length);
            return new String(start, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1)
                    .startsWith("#!/usr/bin/env bash");
        } catch (IOException e) {
            return false;
        }
    }
}
