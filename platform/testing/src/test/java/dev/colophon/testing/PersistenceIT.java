package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.JobLock;
import dev.colophon.persistence.work.Claim;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@ColophonTest
class PersistenceIT {

    private static final Duration LEASE = Duration.ofMinutes(1);

    @Autowired
    ClientTransactions transactions;

    @Autowired
    WorkQueue queue;

    @Autowired
    JobLock locks;

    @Autowired
    Notes notes;

    @Autowired
    DatabaseClient database;

    private final UUID client = UUID.randomUUID();
    private final String name = "queue-" + UUID.randomUUID();

    @Test
    void showsAClientItsOwnRowsAlone() {
        UUID other = UUID.randomUUID();
        transactions.inClient(client, notes.add(client, "mine")).block();
        transactions.inClient(other, notes.add(other, "theirs")).block();

        assertThat(transactions.inClient(client, notes.count()).block()).isEqualTo(1);
        assertThat(transactions.inSystem(notes.count()).block()).isZero();
        assertThat(notes.count().block()).isZero();
    }

    @Test
    void carriesNoClientOverOnPooledConnections() {
        transactions.inClient(client, notes.add(client, "mine")).block();

        List<Long> seen = Flux.range(0, 40)
                .flatMap(i -> i % 2 == 0
                        ? transactions.inClient(client, notes.count()).then(Mono.empty())
                        : notes.count())
                .collectList()
                .block();

        assertThat(seen).hasSize(20).containsOnly(0L);
    }

    @Test
    void refusesRowsOfAnotherClient() {
        assertThatThrownBy(() -> transactions
                        .inClient(client, notes.add(UUID.randomUUID(), "smuggled"))
                        .block())
                .hasMessageContaining("row-level security");
    }

    @Test
    void refusesAnotherClientInsideATransaction() {
        assertThatThrownBy(() -> transactions
                        .inClient(client, transactions.inClient(UUID.randomUUID(), notes.count()))
                        .block())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void actsForSeveralClientsOneAfterTheOtherInOneTransaction() {
        UUID other = UUID.randomUUID();
        Mono<Void> both = transactions
                .inClient(client, notes.add(client, "one"))
                .then(transactions.inClient(other, notes.add(other, "two")));

        assertThatThrownBy(() -> transactions
                        .inSystem(both.then(Mono.error(new IllegalStateException("stop"))))
                        .block())
                .hasMessage("stop");
        assertThat(transactions.inClient(client, notes.count()).block()).isZero();

        transactions.inSystem(both).block();
        assertThat(transactions.inClient(client, notes.count()).block()).isEqualTo(1);
        assertThat(transactions.inClient(other, notes.count()).block()).isEqualTo(1);
    }

    @Test
    void rollsBackAsAWhole() {
        Mono<Void> failing = notes.add(client, "gone").then(Mono.error(new IllegalStateException("stop")));

        assertThatThrownBy(() -> transactions.inClient(client, failing).block()).hasMessage("stop");

        assertThat(transactions.inClient(client, notes.count()).block()).isZero();
    }

    @Test
    void protectsEveryTableOfClients() throws SQLException {
        RowLevelSecurityAssertions.assertEveryClientTableIsProtected("testing");
    }

    @Test
    void claimsFairlyAcrossClients() {
        UUID small = UUID.randomUUID();
        enqueue(client, 100, WorkRequest.LIVE);
        enqueue(small, 3, WorkRequest.LIVE);

        List<WorkItem> claimed = queue.claim(name, 10, LEASE).block();

        assertThat(claimed).hasSize(10);
        assertThat(claimed.stream().filter(item -> item.clientId().equals(small)))
                .hasSize(3);
    }

    @Test
    void givesBackWhatAClaimIsGivenThatWasBrokenOff() throws SQLException {
        enqueue(client, 1, WorkRequest.LIVE);
        try (var admin = TestDatabase.shared().asAdmin();
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.execute("lock table testing.work_item in access exclusive mode");
            Disposable claim = queue.claim(name, 10, LEASE).subscribe();
            await().untilAsserted(() -> assertThat(database.sql("select count(*) from pg_stat_activity"
                                    + " where wait_event_type = 'Lock' and query like 'with recursive client%'")
                            .mapValue(Long.class)
                            .one()
                            .block())
                    .isPositive());
            claim.dispose();
            admin.commit();
        }

        await().untilAsserted(
                        () -> assertThat(queue.claim(name, 10, LEASE).block()).hasSize(1));
    }

    @Test
    void claimsLiveWorkBeforeBackfill() {
        enqueue(client, 5, WorkRequest.BACKFILL);
        List<UUID> live = enqueue(client, 2, WorkRequest.LIVE);

        List<WorkItem> claimed = queue.claim(name, 2, LEASE).block();

        assertThat(claimed).extracting(WorkItem::subjectId).containsExactlyInAnyOrderElementsOf(live);
    }

    @Test
    void servesASmallClientBesideALargeOneByWeight() {
        UUID small = UUID.randomUUID();
        enqueue(client, 10_000, WorkRequest.LIVE, 250);
        enqueue(small, 10, WorkRequest.LIVE, 250);

        int batches = 0;
        int served = 0;
        while (served < 10) {
            List<WorkItem> claimed = claim(64, 64 * 250, Set.of());
            assertThat(claimed).hasSize(64);
            served += ownedBy(small, claimed);
            queue.complete(claimed).block();
            batches++;
        }

        assertThat(batches).isEqualTo(1);
    }

    @Test
    void givesClientsEqualSharesByWeight() {
        UUID light = UUID.randomUUID();
        enqueue(client, 100, WorkRequest.LIVE, 200);
        enqueue(light, 100, WorkRequest.LIVE, 10);

        List<WorkItem> claimed = claim(200, 2_000, Set.of());

        assertThat(claimed.stream().mapToInt(WorkItem::weight).sum()).isEqualTo(2_000);
        assertThat(ownedBy(light, claimed)).isEqualTo(100);
        assertThat(ownedBy(client, claimed)).isEqualTo(5);
    }

    @Test
    void readsNotAllThatWaitsForAClaim() {
        enqueue(client, 20_000, WorkRequest.LIVE);
        Mono<Long> readByScans = database.sql(
                        "select seq_tup_read from pg_stat_xact_user_tables where relname = 'work_item'")
                .mapValue(Long.class)
                .one();

        Mono<Long> claiming = transactions.inSystem(queue.claim(name, 10, LEASE).then(readByScans));

        assertThat(claiming.block()).isZero();
    }

    @Test
    void starvesNobodyWhoseItemsAreHeavy() {
        List<UUID> heavy = enqueue(client, 1, WorkRequest.LIVE, 5_000);
        IntStream.range(0, 20).forEach(i -> enqueue(UUID.randomUUID(), 10, WorkRequest.LIVE, 1));

        assertThat(claim(20, 100, Set.of())).extracting(WorkItem::subjectId).contains(heavy.get(0));
    }

    @Test
    void givesBackfillItsShareBesideLiveWorkThatNeverEnds() {
        enqueue(client, 100, WorkRequest.BACKFILL, 10);
        UUID other = UUID.randomUUID();
        enqueue(other, 100, WorkRequest.LIVE, 10);

        List<WorkItem> claimed = claim(16, 1_000, Set.of());

        assertThat(ownedBy(client, claimed)).isEqualTo(2);
        assertThat(ownedBy(other, claimed)).isEqualTo(14);
    }

    @Test
    void takesALiveItemWithTheNextBatchHoweverMuchBackfillWaits() {
        enqueue(client, 10_000, WorkRequest.BACKFILL, 250);
        assertThat(claim(64, 64 * 250, Set.of())).hasSize(64);
        List<UUID> live = enqueue(client, 1, WorkRequest.LIVE, 250);

        List<WorkItem> next = claim(64, 64 * 250, Set.of());

        assertThat(next).hasSize(64).extracting(WorkItem::subjectId).containsAll(live);
    }

    @Test
    void leavesClientsAloneThatAreExcepted() {
        enqueue(client, 3, WorkRequest.LIVE, 1);
        UUID other = UUID.randomUUID();
        enqueue(other, 3, WorkRequest.LIVE, 1);

        List<WorkItem> claimed = claim(10, 10, Set.of(client));

        assertThat(claimed).hasSize(3).allMatch(item -> item.clientId().equals(other));
        queue.cancelAll(name, client).block();
        assertThat(claim(10, 10, Set.of())).isEmpty();
    }

    @Test
    void givesNoItemToTwoWorkers() {
        enqueue(client, 300, WorkRequest.LIVE);

        Set<UUID> seen = new HashSet<>();
        List<WorkItem> claimed = new ArrayList<>();
        Flux.range(0, 8)
                .flatMap(worker -> queue.claim(name, 20, LEASE).repeat(30).flatMapIterable(items -> items))
                .toStream()
                .forEach(claimed::add);

        assertThat(claimed).hasSize(300).allMatch(item -> seen.add(item.id()));
    }

    @Test
    void givesWorkOfADeadWorkerToAnother() {
        enqueue(client, 1, WorkRequest.LIVE);
        WorkItem lost = one(queue.claim(name, 1, Duration.ZERO).block());

        WorkItem again = one(queue.claim(name, 1, LEASE).block());

        assertThat(again.id()).isEqualTo(lost.id());
        assertThatThrownBy(() -> queue.complete(List.of(lost)).block()).isInstanceOf(LeaseLostException.class);
        assertThat(queue.complete(List.of(again)).block()).isEqualTo(1);
        assertThat(queue.depth(name).block()).isZero();
    }

    @Test
    void findsWhatAnotherInstancePutThereWhileNothingWasDue() throws SQLException {
        assertThat(queue.claim(name, 1, LEASE).block()).isEmpty();
        assertThat(queue.claim(name, 1, LEASE).block()).isEmpty();

        try (var admin = TestDatabase.shared().asAdmin();
                PreparedStatement insert = admin.prepareStatement("insert into testing.work_item (id, queue, client_id,"
                        + " subject_id, priority, due_at, created_at) values (?, ?, ?, ?, 0, now(), now())")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, name);
            insert.setObject(3, client);
            insert.setObject(4, UUID.randomUUID());
            insert.executeUpdate();
        }

        await().untilAsserted(
                        () -> assertThat(queue.claim(name, 1, LEASE).block()).hasSize(1));
    }

    @Test
    void findsWhatHadToWait() {
        WorkRequest later =
                new WorkRequest(name, client, UUID.randomUUID(), WorkRequest.LIVE, Duration.ofSeconds(3), null);
        queue.enqueue(List.of(later)).block();
        assertThat(queue.claim(name, 1, LEASE).block()).isEmpty();

        await().untilAsserted(
                        () -> assertThat(queue.claim(name, 1, LEASE).block()).hasSize(1));
    }

    @Test
    void countsAttemptsOfRetriesButNotOfPauses() {
        enqueue(client, 1, WorkRequest.LIVE);
        queue.postpone(queue.claim(name, 1, LEASE).block(), Duration.ZERO).block();
        queue.retry(one(queue.claim(name, 1, LEASE).block()), Duration.ZERO, "no luck")
                .block();

        WorkItem third = one(queue.claim(name, 1, LEASE).block());
        assertThat(third.attempts()).isEqualTo(1);

        queue.fail(third, "hopeless\u0000").block();
        assertThat(queue.claim(name, 1, LEASE).block()).isEmpty();
    }

    @Test
    void takesAClaimAwayWhenTheSubjectChanges() {
        UUID subject = enqueue(client, 1, WorkRequest.LIVE).get(0);
        WorkItem stale = one(queue.claim(name, 1, LEASE).block());

        queue.enqueue(List.of(WorkRequest.now(name, client, subject, null))).block();

        assertThatThrownBy(() -> queue.complete(List.of(stale)).block()).isInstanceOf(LeaseLostException.class);
        assertThat(queue.claim(name, 1, LEASE).block()).hasSize(1);
    }

    @Test
    void keepsTheWorkOfAReplayTogetherAndBehindLiveWork() {
        UUID replay = UUID.randomUUID();
        UUID live = enqueue(client, 1, WorkRequest.LIVE).get(0);
        List<UUID> subjects =
                IntStream.range(0, 3).mapToObj(i -> UUID.randomUUID()).toList();
        enqueueFor(replay, subjects);
        enqueueFor(replay, List.of(live));
        enqueue(List.of(subjects.get(0)));

        assertThat(queue.standing(replay).block()).isEqualTo(new WorkQueue.Standing(2, 0, 0));
        assertThat(queue.claim(name, 2, LEASE).block())
                .allMatch(item -> item.priority() == WorkRequest.LIVE && item.replayId() == null)
                .extracting(WorkItem::subjectId)
                .containsExactlyInAnyOrder(live, subjects.get(0));
        WorkItem inHand = one(queue.claim(name, 1, LEASE).block());
        assertThat(inHand.replayId()).isEqualTo(replay);
        assertThat(inHand.priority()).isEqualTo(WorkRequest.BACKFILL);
    }

    @Test
    void holdsAndDropsTheWorkOfAReplayButNotWhatSomebodyHasInHand() {
        UUID replay = UUID.randomUUID();
        enqueueFor(
                replay, IntStream.range(0, 3).mapToObj(i -> UUID.randomUUID()).toList());
        WorkItem inHand = one(queue.claim(name, 1, LEASE).block());

        assertThat(queue.hold(replay).block()).isEqualTo(3);
        assertThat(queue.claim(name, 9, LEASE).block()).isEmpty();
        assertThat(queue.standing(replay).block()).isEqualTo(new WorkQueue.Standing(0, 3, 0));
        assertThat(queue.complete(List.of(inHand)).block()).isEqualTo(1);

        assertThat(queue.unhold(replay).block()).isEqualTo(2);
        WorkItem next = one(queue.claim(name, 1, LEASE).block());
        assertThat(queue.drop(replay).block()).isEqualTo(1);
        assertThat(queue.complete(List.of(next)).block()).isEqualTo(1);
        assertThat(queue.standing(replay).block()).isEqualTo(new WorkQueue.Standing(0, 0, 0));
    }

    @Test
    void runsAJobInOneInstanceAtATime() {
        Mono<String> inner = locks.runExclusively("job-" + name, LEASE, Mono.just("inner"));

        String outer = locks.runExclusively("job-" + name, LEASE, inner.defaultIfEmpty("kept out"))
                .block();

        assertThat(outer).isEqualTo("kept out");
        assertThat(inner.block()).isEqualTo("inner");
    }

    private List<WorkItem> claim(int items, long weight, Set<UUID> except) {
        return queue.claim(new Claim(name, items, weight, 0.125, LEASE, except)).block();
    }

    private static int ownedBy(UUID owner, List<WorkItem> claimed) {
        return (int)
                claimed.stream().filter(item -> item.clientId().equals(owner)).count();
    }

    private List<UUID> enqueue(UUID owner, int count, int priority) {
        return enqueue(owner, count, priority, 1);
    }

    private List<UUID> enqueue(UUID owner, int count, int priority, int weight) {
        List<UUID> subjects =
                IntStream.range(0, count).mapToObj(i -> UUID.randomUUID()).toList();
        queue.enqueue(subjects.stream()
                        .map(subject -> new WorkRequest(name, owner, subject, priority, Duration.ZERO, weight, null))
                        .toList())
                .block();
        return subjects;
    }

    private void enqueueFor(UUID replay, List<UUID> subjects) {
        queue.enqueue(requests(subjects)).contextWrite(ReplayContext.of(replay)).block();
    }

    private void enqueue(List<UUID> subjects) {
        queue.enqueue(requests(subjects)).block();
    }

    private List<WorkRequest> requests(List<UUID> subjects) {
        return subjects.stream()
                .map(subject -> WorkRequest.now(name, client, subject, null))
                .toList();
    }

    private static WorkItem one(List<WorkItem> items) {
        assertThat(items).hasSize(1);
        return items.get(0);
    }
}
