package dev.colophon.standalone.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A jar that Spring Boot's plugin packed, taken apart into what a plain {@code java -jar} starts fastest: the
 * application's own classes in one jar, its libraries beside it in their order. (The plugin's own tool does the same for
 * applications that contain Spring; the launcher and the command line do not.)
 */
final class ExecutableJar {

    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private final Path file;

    ExecutableJar(Path file) {
        this.file = file;
    }

    void extractTo(Path directory) throws IOException {
        Path libraries = Files.createDirectories(directory.resolve("lib"));
        try (JarFile jar = new JarFile(file.toFile())) {
            List<String> classPath = new ArrayList<>();
            for (JarEntry entry : entries(jar, LIBRARIES)) {
                String name = entry.getName().substring(LIBRARIES.length());
                try (InputStream library = jar.getInputStream(entry)) {
                    Files.copy(library, libraries.resolve(Path.of(name).getFileName()));
                }
                classPath.add("lib/" + name);
            }
            Path application = directory.resolve(file.getFileName());
            try (JarOutputStream out =
                    new JarOutputStream(Files.newOutputStream(application), manifest(jar, classPath))) {
                for (JarEntry entry : entries(jar, CLASSES)) {
                    copy(jar, entry, out);
                }
            }
        }
    }

    /** In the order of the jar, which is that of the class path; with folders, without which nobody can scan it. */
    private static List<JarEntry> entries(JarFile jar, String folder) {
        return jar.stream()
                .filter(entry ->
                        entry.getName().startsWith(folder) && entry.getName().length() > folder.length())
                .toList();
    }

    private static Manifest manifest(JarFile jar, List<String> classPath) throws IOException {
        Attributes packed = jar.getManifest().getMainAttributes();
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, packed.getValue("Start-Class"));
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
        for (Object name : List.of(Attributes.Name.IMPLEMENTATION_TITLE, Attributes.Name.IMPLEMENTATION_VERSION)) {
            Object value = packed.get(name);
            if (value != null) {
                attributes.put(name, value);
            }
        }
        return manifest;
    }

    private static void copy(JarFile jar, JarEntry entry, JarOutputStream out) throws IOException {
        JarEntry copy = new JarEntry(entry.getName().substring(CLASSES.length()));
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        try (InputStream content = jar.getInputStream(entry)) {
            content.transferTo(out);
        }
        out.closeEntry();
    }
}
