package dev.colophon.benchmarks;

import java.util.Map;

/** One thing to measure. */
@FunctionalInterface
public interface Benchmark {

    /**
     * Measures; what it finds is printed as JSON.
     *
     * @param rounds every variant is measured once in each
     */
    Map<String, Object> run(int rounds) throws Exception;
}
