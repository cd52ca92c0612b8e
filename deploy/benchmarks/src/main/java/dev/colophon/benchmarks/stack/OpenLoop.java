package dev.colophon.benchmarks.stack;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Sends requests at a fixed rate, whether earlier ones were answered or not. A wait is measured from when its request was
 * due, so that a stall is counted for all whom it kept waiting.
 */
final class OpenLoop {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One request after another, whatever is answered: processes that just started compile what they do. */
    void warmUp(int requests, IntFunction<HttpRequest> request) throws IOException, InterruptedException {
        for (int i = 0; i < requests; i++) {
            http.send(request.apply(i), BodyHandlers.discarding());
        }
    }

    /**
     * @return milliseconds of each answer
     * @throws IOException where one is not a success: a figure of failures says nothing
     */
    List<Double> millis(int requests, int perSecond, IntFunction<HttpRequest> request)
            throws IOException, InterruptedException {
        List<CompletableFuture<Double>> answers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            long due = begin + i * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            answers.add(
                    http.sendAsync(request.apply(i), BodyHandlers.ofString()).thenApply(answer -> waited(answer, due)));
        }
        List<Double> millis = new ArrayList<>();
        for (CompletableFuture<Double> answer : answers) {
            try {
                millis.add(answer.get());
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
        return millis;
    }

    private static double waited(HttpResponse<String> answer, long due) {
        double millis = (System.nanoTime() - due) / 1e6;
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.uri() + " answered " + answer.statusCode() + " " + answer.body());
        }
        return millis;
    }
}
