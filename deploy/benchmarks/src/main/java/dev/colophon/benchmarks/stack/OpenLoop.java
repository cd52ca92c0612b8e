package dev.colophon.benchmarks.stack;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
     * How a round went.
     *
     * @param millis of each success
     * @param refused how many were answered otherwise
     * @param example of those; empty where there is none
     */
    record Round(List<Double> millis, int refused, String example) {}

    Round round(int requests, int perSecond, IntFunction<HttpRequest> request) throws InterruptedException {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            long due = begin + i * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            answers.add(http.sendAsync(request.apply(i), BodyHandlers.ofString())
                    .thenApply(answer -> answered(answer, due))
                    .exceptionally(failure -> new Answer(0, String.valueOf(failure))));
        }
        List<Double> millis = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (CompletableFuture<Answer> answer : answers) {
            Answer ended = answer.join();
            if (ended.refusal().isEmpty()) {
                millis.add(ended.millis());
            } else {
                refusals.add(ended.refusal());
            }
        }
        return new Round(millis, refusals.size(), refusals.isEmpty() ? "" : refusals.get(0));
    }

    private record Answer(double millis, String refusal) {}

    private static Answer answered(HttpResponse<String> answer, long due) {
        double millis = (System.nanoTime() - due) / 1e6;
        return new Answer(millis, answer.statusCode() / 100 == 2 ? "" : answer.statusCode() + " " + answer.body());
    }
}
