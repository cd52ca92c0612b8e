package dev.colophon.etl.extract;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The command line of the process that reads documents: this very Java, this very class path, little memory. */
final class ExtractorCommand {

    private static final String PACKED_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private final ExtractProperties settings;
    private final String classPath;

    ExtractorCommand(ExtractProperties settings) {
        this(settings, System.getProperty("java.class.path"));
    }

    ExtractorCommand(ExtractProperties settings, String classPath) {
        this.settings = settings;
        this.classPath = classPath;
    }

    List<String> line(Path scratch) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.maxMemory().toMegabytes() + "m",
                "-XX:MaxMetaspaceSize=128m",
                "-XX:ReservedCodeCacheSize=48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + scratch,
                "-Djdk.xml.entityExpansionLimit=1000",
                "-Djavax.xml.accessExternalDTD=",
                "-Djavax.xml.accessExternalSchema=",
                "-Dlogback.configurationFile=extract-logback.xml"));
        line.add("-cp");
        line.add(classPath);
        if (isPacked()) {
            line.add("-Dloader.main=" + ExtractorMain.class.getName());
            line.add(PACKED_LAUNCHER);
        } else {
            line.add(ExtractorMain.class.getName());
        }
        line.add(String.valueOf(settings.maxText()));
        line.add(String.valueOf(settings.maxExpanded().toBytes()));
        return line;
    }

    /** Whether the service runs from a jar that holds its libraries as jars. */
    private boolean isPacked() throws IOException {
        if (classPath.contains(File.pathSeparator) || !classPath.endsWith(".jar")) {
            return false;
        }
        try (JarFile jar = new JarFile(classPath)) {
            Manifest manifest = jar.getManifest();
            String main = manifest == null ? null : manifest.getMainAttributes().getValue("Main-Class");
            return main != null && main.startsWith("org.springframework.boot.loader.");
        }
    }
}
