package dev.colophon.standalone.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.zip.CRC32;

/**
 * What a jar contains, in sixteen hexadecimal digits: the same for two builds of the same sources, whose files differ
 * only in the times written into them.
 */
final class JarDigest {

    private static final int DIGITS = 16;
    /** Changes when jars come to be extracted in another way. */
    private static final String LAYOUT = "2";

    private static final String OWN_LIBRARY = "BOOT-INF/lib/colophon-";

    private JarDigest() {}

    /** The digest of {@code jar} together with the Java that is to run it, whose archives fit no other. */
    static String of(Path jar) {
        Map<String, Long> contents = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry :
                    file.stream().filter(each -> !each.isDirectory()).toList()) {
                if (entry.getName().startsWith(OWN_LIBRARY)) {
                    try (InputStream library = file.getInputStream(entry)) {
                        addLibrary(entry.getName(), library, contents);
                    }
                } else {
                    contents.put(entry.getName(), entry.getCrc());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
        return digest(LAYOUT + System.getProperty("java.vm.version") + contents);
    }

    static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addLibrary(String name, InputStream library, Map<String, Long> contents) throws IOException {
        try (JarInputStream jar = new JarInputStream(library)) {
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                CRC32 crc = new CRC32();
                crc.update(jar.readAllBytes());
                contents.put(name + "!" + entry.getName(), crc.getValue());
            }
        }
    }
}
