package dev.colophon.standalone.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarDigestTests {

    @TempDir
    private Path directory;

    @Test
    void isTheSameForTheSameContentBuiltAtAnotherTime() throws IOException {
        Path first = jar("first", library("text", 1_000_000_000_000L), 1_000_000_000_000L);
        Path second = jar("second", library("text", 1_600_000_000_000L), 1_600_000_000_000L);

        assertThat(Files.readAllBytes(first)).isNotEqualTo(Files.readAllBytes(second));
        assertThat(JarDigest.of(first)).isEqualTo(JarDigest.of(second)).matches("[0-9a-f]{16}");
    }

    @Test
    void changesWithTheContentOfOurOwnLibraries() throws IOException {
        Path first = jar("first", library("text", 1_000_000_000_000L), 1_000_000_000_000L);
        Path second = jar("second", library("another", 1_000_000_000_000L), 1_000_000_000_000L);

        assertThat(JarDigest.of(first)).isNotEqualTo(JarDigest.of(second));
    }

    private Path jar(String name, byte[] library, long time) throws IOException {
        Path file = directory.resolve(name + ".jar");
        Files.write(file, entry("BOOT-INF/lib/colophon-events.jar", library, time));
        return file;
    }

    private static byte[] library(String content, long time) throws IOException {
        return entry("Some.class", content.getBytes(StandardCharsets.UTF_8), time);
    }

    private static byte[] entry(String name, byte[] content, long time) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            JarEntry entry = new JarEntry(name);
            entry.setTime(time);
            jar.putNextEntry(entry);
            jar.write(content);
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }
}
