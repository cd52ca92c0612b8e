package dev.colophon.embedding.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link VectorIndex} does; each adapter's test inherits it. */
public abstract class VectorIndexContract {

    protected static final String MODEL = "test-model";
    protected static final int DIMENSIONS = 48;

    protected final UUID client = UUID.randomUUID();
    protected final UUID project = UUID.randomUUID();
    private final Random random = new Random(42);

    /** The index under test. */
    protected abstract VectorIndex index();

    /** Makes chunks searchable as they are now. */
    protected abstract void put(List<IndexedChunk> chunks);

    /** Makes chunks unfindable. */
    protected abstract void remove(List<UUID> chunkIds);

    @Test
    void findsTheNearestVectorsBestFirst() {
        List<IndexedChunk> chunks = chunks(500);
        put(chunks);
        float[] query = randomVector();

        List<ScoredChunk> found = index().nearest(scope(), query, 10);

        assertThat(found)
                .isSortedAccordingTo(Comparator.comparing(ScoredChunk::score).reversed());
        assertThat(found).hasSize(10);
        assertThat((double) found.get(0).score())
                .isCloseTo(cosine(query, byId(chunks, found.get(0)).vector()), within());
        assertThat(found.get(0).itemId()).isEqualTo(byId(chunks, found.get(0)).itemId());
        assertThat(found.get(0).projectId()).isEqualTo(project);
    }

    @Test
    void recallsNearlyAllThatAnExactSearchFinds() {
        List<IndexedChunk> chunks = chunks(3_000);
        put(chunks);
        int hits = 0;
        for (int i = 0; i < 50; i++) {
            float[] query = randomVector();
            Set<UUID> exact = new HashSet<>(exact(chunks, query, 10));
            hits += (int) index().nearest(scope(), query, 10).stream()
                    .filter(found -> exact.contains(found.chunkId()))
                    .count();
        }

        assertThat(hits / 500.0).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void findsAllOfASmallClientAmongManyOfAnother() {
        put(chunks(2_000));
        UUID small = UUID.randomUUID();
        List<IndexedChunk> few = IntStream.range(0, 15)
                .mapToObj(i -> chunk(small, project, "commit", MODEL, "text", randomVector()))
                .toList();
        put(few);

        List<ScoredChunk> found = index().nearest(SearchScope.of(small, MODEL), randomVector(), 20);

        assertThat(found).extracting(ScoredChunk::chunkId).hasSize(15).containsExactlyInAnyOrderElementsOf(ids(few));
    }

    @Test
    void showsNoClientTheChunksOfAnother() {
        IndexedChunk secret = chunk(client, project, "commit", MODEL, "rotates the signing key", randomVector());
        put(List.of(secret));
        SearchScope stranger = SearchScope.of(UUID.randomUUID(), MODEL);

        assertThat(index().nearest(stranger, secret.vector(), 10)).isEmpty();
        assertThat(index().matching(stranger, "signing key", 10)).isEmpty();
        assertThat(index().matching(scope(), "signing key", 10)).hasSize(1);
    }

    @Test
    void neverComparesVectorsOfTwoModels() {
        IndexedChunk other = chunk(client, project, "commit", "other-model", "a text", randomVector());
        put(List.of(other));

        assertThat(index().nearest(scope(), other.vector(), 10)).isEmpty();
        assertThat(index().nearest(SearchScope.of(client, "other-model"), other.vector(), 10))
                .hasSize(1);
    }

    @Test
    void keepsToProjectAndKinds() {
        UUID second = UUID.randomUUID();
        IndexedChunk commit = chunk(client, project, "commit", MODEL, "same words", randomVector());
        IndexedChunk issue = chunk(client, project, "jira_issue", MODEL, "same words", randomVector());
        IndexedChunk elsewhere = chunk(client, second, "commit", MODEL, "same words", randomVector());
        put(List.of(commit, issue, elsewhere));

        assertThat(found(scope().in(project, Set.of()))).containsExactlyInAnyOrder(commit.id(), issue.id());
        assertThat(found(scope().in(null, Set.of("commit")))).containsExactlyInAnyOrder(commit.id(), elsewhere.id());
        assertThat(found(scope().in(project, Set.of("commit")))).containsExactly(commit.id());
        assertThat(found(scope().amongProjects(Set.of(project, second)))).hasSize(3);
        assertThat(found(scope().amongProjects(Set.of(second, UUID.randomUUID()))))
                .containsExactly(elsewhere.id());
        assertThat(index().matching(scope().amongProjects(Set.of(second)), "same words", 10))
                .hasSize(1);
        assertThat(found(scope().withoutItem(commit.itemId()))).containsExactlyInAnyOrder(issue.id(), elsewhere.id());
        assertThat(found(scope().withoutProject(project))).containsExactly(elsewhere.id());
    }

    @Test
    void keepsToTimes() {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        IndexedChunk early = occurred(noon.minusMillis(1));
        IndexedChunk atNoon = occurred(noon);
        IndexedChunk late = occurred(noon.plusSeconds(60));
        IndexedChunk timeless = occurred(null);
        put(List.of(early, atNoon, late, timeless));

        assertThat(found(scope())).hasSize(4);
        assertThat(found(scope().between(noon, null))).containsExactlyInAnyOrder(atNoon.id(), late.id());
        assertThat(found(scope().between(null, noon))).containsExactly(early.id());
        assertThat(found(scope().between(noon, noon.plusSeconds(60)))).containsExactly(atNoon.id());
        assertThat(index().matching(scope().between(null, noon), "words", 10))
                .extracting(ScoredChunk::chunkId)
                .containsExactly(early.id());
    }

    @Test
    void takesTheSameChangeTwice() {
        List<IndexedChunk> chunks = chunks(20);
        put(chunks);
        put(chunks);

        assertThat(index().nearest(scope(), randomVector(), 100)).hasSize(20);
    }

    @Test
    void findsAChunkAsItIsNowAndNotAsItWas() {
        IndexedChunk before = chunk(client, project, "commit", MODEL, "about offsets", randomVector());
        put(List.of(before));
        IndexedChunk after = new IndexedChunk(
                before.id(),
                client,
                before.itemId(),
                UUID.randomUUID(),
                "commit",
                null,
                MODEL,
                "",
                "about leases",
                randomVector());
        put(List.of(after));

        assertThat(index().matching(scope(), "offsets", 10)).isEmpty();
        assertThat(index().matching(scope(), "leases", 10))
                .singleElement()
                .extracting(ScoredChunk::projectId)
                .isEqualTo(after.projectId());
    }

    @Test
    void forgetsWhatIsGone() {
        List<IndexedChunk> chunks = chunks(10);
        put(chunks);
        remove(List.of(chunks.get(0).id(), chunks.get(1).id(), UUID.randomUUID()));

        assertThat(found(scope()))
                .hasSize(8)
                .doesNotContain(chunks.get(0).id(), chunks.get(1).id());
    }

    @Test
    void findsIdentifiersByTheirPartsAndWordsByTheirStems() {
        put(List.of(
                text("Use ConcurrentKafkaListenerContainerFactory for the retries"),
                text("Raise max.poll.records and fetch_min_bytes"),
                text("Releasing the locks that were taken")));

        assertThat(words("listener container")).hasSize(1);
        assertThat(words("ConcurrentKafkaListenerContainerFactory")).hasSize(1);
        assertThat(words("poll records")).hasSize(1);
        assertThat(words("fetch min")).hasSize(1);
        assertThat(words("release lock")).hasSize(1);
        assertThat(words("nothing of this")).isEmpty();
    }

    @Test
    void findsTheVeryIdentifierAmongItsLikes() {
        List<IndexedChunk> issues = IntStream.range(1_000, 1_600)
                .mapToObj(number -> new IndexedChunk(
                        UUID.randomUUID(),
                        client,
                        UUID.randomUUID(),
                        project,
                        "jira_issue",
                        null,
                        MODEL,
                        "KAFKA-" + number + " r0n" + number,
                        number == 1_001 ? "kafka r n 0 kafka r n" : "some words about it",
                        randomVector()))
                .toList();
        put(issues);

        for (String query : List.of("KAFKA-1599", "kafka-1599", "r0n1599")) {
            assertThat(index().matching(scope(), query, 3).get(0).chunkId())
                    .as(query)
                    .isEqualTo(issues.get(599).id());
        }
    }

    @Test
    void takesAnyQueryAsText() {
        put(List.of(text("plain words")));

        for (String query : List.of(
                "*:*",
                "text:(",
                "a OR (b",
                "\"",
                "\\",
                "/.*/",
                "the of",
                "\ud83d\ude00",
                " ",
                "words~9^",
                "[* TO *]")) {
            assertThat(index().matching(scope(), query, 10)).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(index().matching(scope(), "word ".repeat(20_000), 10)).hasSize(1);
    }

    @Test
    void findsChineseByItsCharacters() {
        put(List.of(text("数据库连接池的大小"), text("消息队列")));

        assertThat(words("连接池")).hasSize(1);
    }

    protected SearchScope scope() {
        return SearchScope.of(client, MODEL);
    }

    private List<UUID> found(SearchScope scope) {
        return index().nearest(scope, randomVector(), 100).stream()
                .map(ScoredChunk::chunkId)
                .toList();
    }

    private List<ScoredChunk> words(String query) {
        return index().matching(scope(), query, 10);
    }

    private IndexedChunk occurred(@Nullable Instant occurredAt) {
        return new IndexedChunk(
                UUID.randomUUID(),
                client,
                UUID.randomUUID(),
                project,
                "commit",
                occurredAt,
                MODEL,
                "",
                "some words",
                randomVector());
    }

    protected IndexedChunk text(String text) {
        return chunk(client, project, "commit", MODEL, text, randomVector());
    }

    protected List<IndexedChunk> chunks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> text("chunk number " + i))
                .toList();
    }

    protected static IndexedChunk chunk(
            UUID client, UUID project, String kind, String model, String text, float[] vector) {
        return new IndexedChunk(
                UUID.randomUUID(), client, UUID.randomUUID(), project, kind, null, model, "", text, vector);
    }

    protected float[] randomVector() {
        float[] vector = new float[DIMENSIONS];
        double square = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
            square += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    protected static List<UUID> exact(List<IndexedChunk> chunks, float[] query, int k) {
        List<IndexedChunk> sorted = new ArrayList<>(chunks);
        sorted.sort(Comparator.comparingDouble(chunk -> -cosine(query, chunk.vector())));
        return ids(sorted.subList(0, k));
    }

    protected static List<UUID> ids(List<IndexedChunk> chunks) {
        return chunks.stream().map(IndexedChunk::id).toList();
    }

    private static IndexedChunk byId(List<IndexedChunk> chunks, ScoredChunk found) {
        return chunks.stream()
                .filter(chunk -> chunk.id().equals(found.chunkId()))
                .findFirst()
                .orElseThrow();
    }

    private static double cosine(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-4);
    }
}
