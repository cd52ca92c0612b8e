package dev.colophon.standalone.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutableJarTests {

    @TempDir
    private Path directory;

    @Test
    void putsClassesIntoOneJarAndLibrariesBesideItInTheirOrder() throws IOException {
        Path target = Files.createDirectories(directory.resolve("extracted"));

        new ExecutableJar(packed()).extractTo(target);

        try (JarFile application = new JarFile(target.resolve("app-exec.jar").toFile())) {
            assertThat(application.stream().map(JarEntry::getName))
                    .contains("dev/", "dev/App.class", "db/", "db/V1.sql")
                    .noneMatch(name -> name.startsWith("BOOT-INF") || name.startsWith("org/"));
            assertThat(application.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("dev.App");
            assertThat(application.getManifest().getMainAttributes().getValue("Class-Path"))
                    .isEqualTo("lib/second.jar lib/first.jar");
        }
        assertThat(target.resolve("lib").resolve("first.jar")).hasContent("first");
    }

    private Path packed() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Start-Class", "dev.App");
        Path file = directory.resolve("app-exec.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String folder : new String[] {"BOOT-INF/classes/", "BOOT-INF/classes/dev/", "BOOT-INF/classes/db/"}) {
                jar.putNextEntry(new JarEntry(folder));
            }
            put(jar, "org/springframework/boot/loader/Loader.class", "loader");
            put(jar, "BOOT-INF/classes/dev/App.class", "app");
            put(jar, "BOOT-INF/classes/db/V1.sql", "select 1");
            put(jar, "BOOT-INF/lib/second.jar", "second");
            put(jar, "BOOT-INF/lib/first.jar", "first");
        }
        return file;
    }

    private static void put(JarOutputStream jar, String name, String content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content.getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
    }
}
