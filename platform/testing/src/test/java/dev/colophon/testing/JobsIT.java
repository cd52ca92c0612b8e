package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.persistence.job.JobStatus;
import dev.colophon.persistence.job.Jobs;
import dev.colophon.persistence.job.RecordedRun;
import dev.colophon.web.security.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
class JobsIT {

    private static final String PATH = "/api/v1/ops/testing/jobs";

    private static ConfigurableApplicationContext second;

    @Autowired
    Jobs jobs;

    @Autowired
    DatabaseClient database;

    @Autowired
    MeterRegistry meters;

    @Autowired
    WebTestClient http;

    @BeforeAll
    static void startAnotherInstance() {
        second = another();
    }

    @AfterAll
    static void stopTheOtherInstance() {
        second.close();
    }

    private static ConfigurableApplicationContext another() {
        return new SpringApplicationBuilder(PlatformApplication.class)
                .initializers(new TestEnvironment())
                .properties("server.port=0", "colophon.test.instance=second")
                .run();
    }

    @Test
    void runsAJobOnOneInstanceAtATime() {
        int before = SampleJobs.runs("ticking").size();

        await().until(() -> SampleJobs.runs("ticking").size() >= before + 15);

        assertThat(SampleJobs.MOST_AT_ONCE).hasValue(1);
    }

    @Test
    void makesUpForMissedTimesOnce() {
        await().until(() -> status("nightly").nextRun() != null);
        int before = SampleJobs.runs("nightly").size();
        sql("update job_schedule set due_at = clock_timestamp() - interval '9 days' where job = 'nightly'");

        await().until(() -> SampleJobs.runs("nightly").size() > before);
        await().until(() -> status("nightly").nextRun().isAfter(Instant.now()));

        assertThat(SampleJobs.runs("nightly")).hasSize(before + 1);
        assertThat(status("nightly").lastRun().result()).isEqualTo(Map.of("projects", 7));
    }

    @Test
    void runsAJobThatIsAskedForAndTellsWhatBecameOfIt() {
        ask("failing", Role.OPERATOR).isAccepted();
        await().until(() -> ended("failing"));
        ask("idle", Role.OPERATOR).isAccepted();
        await().until(() -> ended("idle"));

        http.get()
                .uri(PATH)
                .header("Authorization", TestTokens.bearer(UUID.randomUUID(), Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[?(@.name == 'failing')].last_run.outcome")
                .isEqualTo("failed")
                .jsonPath("$.items[?(@.name == 'failing')].last_run.error")
                .isEqualTo("IllegalStateException: no luck ")
                .jsonPath("$.items[?(@.name == 'failing')].last_run.requested_by")
                .isEqualTo("test")
                .jsonPath("$.items[?(@.name == 'failing')].failures")
                .isEqualTo(1)
                .jsonPath("$.items[?(@.name == 'idle')].last_run.outcome")
                .isEqualTo("skipped")
                .jsonPath("$.items[?(@.name == 'idle')].last_run.result.reason")
                .isEqualTo("the queue is long")
                .jsonPath("$.items[?(@.name == 'topic-check')].schedule")
                .isEqualTo("0 15 3 * * * UTC")
                .jsonPath("$.items[?(@.name == 'handled-events-expiry')].running")
                .isEqualTo(false);
        assertThat(status("failing").nextRun())
                .as("tried again soon")
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(2)));
        assertThat(meters.get("colophon.job.last.success.age")
                        .tag("name", "idle")
                        .gauge()
                        .value())
                .isPositive();
    }

    @Test
    void keepsJobsFromAnyoneButOperators() {
        ask("idle", Role.ADMIN).isForbidden();
        ask("unheard-of", Role.OPERATOR).isNotFound();
    }

    @Test
    void prolongsTheLockOfAJobThatTakesLongAndStartsItNotTwice() {
        ask("lasting", Role.OPERATOR).isAccepted();
        await().until(() -> !SampleJobs.runs("lasting").isEmpty());
        await().until(() -> status("lasting").running());
        ask("lasting", Role.OPERATOR).isEqualTo(409);

        await().until(() -> ended("lasting"));

        assertThat(status("lasting").lastRun().outcome()).isEqualTo("succeeded");
        assertThat(SampleJobs.runs("lasting")).hasSize(1);
    }

    @Test
    void handsOverWhatRunsOnAnInstanceThatStops() {
        second.getBean(Jobs.class).request("handed-over", "test").block();
        await().until(() -> SampleJobs.runs("handed-over").contains("second"));

        second.close();

        await().until(() -> SampleJobs.runs("handed-over").contains("first"));
        await().until(() -> ended("handed-over"));
        List<RecordedRun> runs = jobs.runs("handed-over", 10, null, null).block();
        assertThat(runs).extracting(RecordedRun::outcome).containsExactly("succeeded", "failed");
        assertThat(runs.get(1).error()).startsWith("broken off");
        second = another();
    }

    @Test
    void noticesARunWhoseInstanceDied() {
        sql("insert into job_run (id, job, instance, started_at)"
                + " values (gen_random_uuid(), 'nightly', 'dead', clock_timestamp() - interval '1 day')");
        ask("nightly", Role.OPERATOR).isAccepted();

        await().untilAsserted(
                        () -> assertThat(jobs.runs("nightly", 100, null, null).block())
                                .anySatisfy(run -> assertThat(run)
                                        .extracting(RecordedRun::instance, RecordedRun::outcome, RecordedRun::error)
                                        .containsExactly("dead", "failed", "the instance ended before the run did")));
    }

    private StatusAssertions ask(String job, Role role) {
        return http.post()
                .uri(PATH + "/" + job + "/run")
                .header("Authorization", TestTokens.bearer(UUID.randomUUID(), role))
                .exchange()
                .expectStatus();
    }

    private boolean ended(String job) {
        JobStatus status = status(job);
        return status.lastRun() != null && status.lastRun().outcome() != null && !status.running();
    }

    private JobStatus status(String job) {
        return jobs.all().block().stream()
                .filter(one -> one.name().equals(job))
                .findFirst()
                .orElseThrow();
    }

    private void sql(String statement) {
        database.sql(statement).fetch().rowsUpdated().block();
    }
}
