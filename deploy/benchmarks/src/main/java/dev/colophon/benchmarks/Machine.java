package dev.colophon.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Where it was measured, as far as this says something about the figures. */
public final class Machine {

    private Machine() {}

    /** Cores, processor, Java, and what else kept it busy. */
    public static Map<String, Object> described() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("processor", line("/proc/cpuinfo", "model name"));
        machine.put("java", System.getProperty("java.version"));
        machine.put("load_before", line("/proc/loadavg", ""));
        return machine;
    }

    /** Resident memory of a process in MB: {@code VmRSS} now, {@code VmHWM} at its peak; -1 where /proc is not there. */
    public static long megabytes(String pid, String which) {
        String text = line("/proc/" + pid + "/status", which).replaceAll("[^0-9]", "");
        return text.isEmpty() ? -1 : Long.parseLong(text) / 1024;
    }

    private static String line(String file, String start) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(start))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
