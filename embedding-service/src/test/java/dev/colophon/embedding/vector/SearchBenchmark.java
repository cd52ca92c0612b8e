package dev.colophon.embedding.vector;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.embedding.vector.BenchmarkChunks.Query;
import dev.colophon.embedding.vector.lucene.LuceneVectorIndex;
import dev.colophon.embedding.vector.pgvector.PgVectorTables;
import dev.colophon.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import reactor.core.publisher.Mono;

/**
 * Both indexes with the same 100,000 chunks, asked by turns: how many of the exact ten nearest they find, and how long it
 * takes. Run by deploy/benchmarks/search; a table goes to standard error, JSON to standard output.
 */
public final class SearchBenchmark {

    private static final int K = 10;
    private static final int BATCH = 500;

    private final Map<String, VectorProjection> indexes = new LinkedHashMap<>();
    private final Map<String, Object> result = new LinkedHashMap<>();
    private final Map<Integer, List<IndexedChunk>> asked = new TreeMap<>();
    private final List<Query> queries;

    private SearchBenchmark(BenchmarkChunks chunks, Map<String, VectorProjection> indexes) {
        this.indexes.putAll(indexes);
        queries = chunks.queries();
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (int client = 0; client < chunks.clients(); client++) {
            List<IndexedChunk> own = chunks.ofClient(client);
            indexes.forEach((name, index) -> seconds.merge(name, put(index, own), Double::sum));
            // exact answers are computed for one large client and some of a hundredth each
            if (client <= 20) {
                asked.put(client, own);
            }
        }
        System.err.println("seconds to index: " + seconds);
        result.put("chunks", BenchmarkChunks.TOTAL);
        result.put("seconds_to_index", seconds);
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path folder = Files.createTempDirectory("colophon-search");
        Map<String, VectorProjection> indexes = new LinkedHashMap<>();
        LuceneVectorIndex lucene = new LuceneVectorIndex(folder.resolve("index"));
        lucene.resume(UUID.randomUUID());
        indexes.put("lucene", lucene);
        TestDatabase database = database();
        if (database != null) {
            indexes.put("pgvector", new PgVectorTables(database).instance());
        }
        SearchBenchmark benchmark = new SearchBenchmark(BenchmarkChunks.read(folder), indexes);
        if (database != null) {
            analyze(database);
        }
        System.out.println(new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(benchmark.measured(rounds, folder.resolve("index"))));
        lucene.close();
        delete(folder);
        // pools and the database's connections leave threads behind
        System.exit(0);
    }

    private static TestDatabase database() {
        try {
            return TestDatabase.withPgVector();
        } catch (TestAbortedException e) {
            return null;
        }
    }

    /** What autovacuum does within a minute or so. */
    private static void analyze(TestDatabase database) throws SQLException {
        try (Connection admin = database.asAdmin()) {
            admin.createStatement().execute("vacuum analyze embedding.vector_chunk");
        }
    }

    private static double put(VectorProjection index, List<IndexedChunk> chunks) {
        long started = System.nanoTime();
        for (int first = 0; first < chunks.size(); first += BATCH) {
            List<IndexedChunk> batch = chunks.subList(first, Math.min(chunks.size(), first + BATCH));
            IndexPosition now = index.position();
            index.apply(
                    new ChangedChunks(
                            batch.get(0).clientId(),
                            batch.stream().map(IndexedChunk::id).toList(),
                            now,
                            new IndexPosition(now.transaction() + 1, UUID.randomUUID())),
                    Mono.just(batch));
        }
        index.refresh();
        index.commit();
        return (System.nanoTime() - started) / 1e9;
    }

    private Map<String, Object> measured(int rounds, Path luceneFolder) throws Exception {
        Map<String, List<Double>> millis = new TreeMap<>();
        Map<String, List<Double>> recalls = new TreeMap<>();
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < queries.size(); i++) {
                int small = 1 + i % 20;
                ask("one in a hundred", small, queries.get(i), round, millis, recalls);
                ask("two in five", 0, queries.get(i), round, millis, recalls);
            }
        }
        System.err.printf("%-45s %8s %8s %8s%n", "", "recall", "p50 ms", "p99 ms");
        Map<String, Object> figures = new TreeMap<>();
        millis.forEach((name, times) -> figures.put(name, figures(name, times, recalls.get(name))));
        result.put("searches", figures);
        result.put("lucene_megabytes", megabytes(luceneFolder));
        return result;
    }

    private void ask(
            String filter,
            int client,
            Query query,
            int round,
            Map<String, List<Double>> millis,
            Map<String, List<Double>> recalls) {
        SearchScope scope = SearchScope.of(BenchmarkChunks.client(client), BenchmarkChunks.MODEL);
        Set<UUID> exact = exact(asked.getOrDefault(client, List.of()), query.vector());
        indexes.forEach((name, index) -> {
            long started = System.nanoTime();
            List<ScoredChunk> nearest = index.nearest(scope, query.vector(), K);
            long between = System.nanoTime();
            List<ScoredChunk> candidates = index.nearest(scope, query.vector(), 10 * K);
            long then = System.nanoTime();
            index.matching(scope, query.text(), 10 * K);
            long ended = System.nanoTime();
            if (round >= 0) {
                add(millis, name, filter, "nearest 10", between - started);
                add(millis, name, filter, "nearest 100", then - between);
                add(millis, name, filter, "words 100", ended - then);
                addRecall(recalls, name, filter, "nearest 10", nearest, exact);
                addRecall(recalls, name, filter, "nearest 100", candidates.subList(0, K), exact);
            }
        });
    }

    private static void add(Map<String, List<Double>> all, String index, String filter, String what, long nanos) {
        all.computeIfAbsent(index + ", " + filter + ", " + what, key -> new ArrayList<>())
                .add(nanos / 1e6);
    }

    private static void addRecall(
            Map<String, List<Double>> all,
            String index,
            String filter,
            String what,
            List<ScoredChunk> found,
            Set<UUID> exact) {
        long hits = found.stream().filter(one -> exact.contains(one.chunkId())).count();
        all.computeIfAbsent(index + ", " + filter + ", " + what, key -> new ArrayList<>())
                .add(hits / (double) K);
    }

    private final Map<String, Set<UUID>> exactOnes = new LinkedHashMap<>();

    private Set<UUID> exact(List<IndexedChunk> chunks, float[] query) {
        String key = chunks.get(0).clientId() + " " + System.identityHashCode(query);
        return exactOnes.computeIfAbsent(key, once -> {
            Map<UUID, Float> scores =
                    chunks.stream().collect(Collectors.toMap(IndexedChunk::id, chunk -> dot(query, chunk.vector())));
            return scores.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .limit(K)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        });
    }

    private static float dot(float[] a, float[] b) {
        return (float)
                IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static Map<String, Object> figures(String name, List<Double> millis, List<Double> recalls) {
        List<Double> sorted = millis.stream().sorted().toList();
        double recall = recalls == null
                ? Double.NaN
                : recalls.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double p50 = sorted.get(sorted.size() / 2);
        double p99 = sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100));
        System.err.printf("%-45s %8.4f %8.2f %8.2f%n", name, recall, p50, p99);
        Map<String, Object> figures = new LinkedHashMap<>();
        if (recalls != null) {
            figures.put("recall_at_10", Math.round(recall * 1e4) / 1e4);
        }
        figures.put("p50_ms", Math.round(p50 * 100) / 100.0);
        figures.put("p99_ms", Math.round(p99 * 100) / 100.0);
        figures.put("searches", millis.size());
        return figures;
    }

    private static long megabytes(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    >> 20;
        }
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
