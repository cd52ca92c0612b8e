package dev.colophon.standalone.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaCommandTests {

    private static final int MOST_MEGABYTES = 256;
    private static final int NEEDED_MEGABYTES = 160;

    /** A heap shrinks by nothing, a tenth, four tenths, and all that there is to spare. */
    private static final int STEPS_OF_THE_JVM = 4;

    @TempDir
    private Path directory;

    /** Says how large its heap is: at first, while it needs much, and when it needs that no more. */
    static final class Needy {

        public static void main(String[] args) {
            long first = heapMegabytes();
            byte[][] needed = new byte[NEEDED_MEGABYTES][1 << 20];
            long much = heapMegabytes();
            Arrays.fill(needed, null);
            for (int collection = 1; collection <= STEPS_OF_THE_JVM; collection++) {
                System.gc();
            }
            System.out.println(first + " " + much + " " + heapMegabytes());
        }

        private static long heapMegabytes() {
            return Runtime.getRuntime().totalMemory() >> 20;
        }
    }

    @Test
    void hasAHeapThatFollowsWhatLivesInIt() throws Exception {
        long[] megabytes = heapOf(JavaCommand.of(jarOf(Needy.class)).small(MOST_MEGABYTES));

        assertThat(megabytes[0]).isLessThanOrEqualTo(96);
        assertThat(megabytes[1]).isBetween((long) NEEDED_MEGABYTES, (long) MOST_MEGABYTES);
        assertThat(megabytes[2]).isLessThanOrEqualTo(96);
    }

    private static long[] heapOf(JavaCommand command) throws Exception {
        Process process =
                new ProcessBuilder(command.running()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        String said = output.lines().reduce((before, last) -> last).orElseThrow();
        return Arrays.stream(said.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private Path jarOf(Class<?> main) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        String file = main.getName().replace('.', '/') + ".class";
        Path jar = directory.resolve("needy.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream compiled = main.getClassLoader().getResourceAsStream(file)) {
            assertThat(compiled).isNotNull();
            out.putNextEntry(new JarEntry(file));
            compiled.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }
}
