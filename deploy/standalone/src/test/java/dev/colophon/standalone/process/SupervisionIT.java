package dev.colophon.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.standalone.state.Ports;
import dev.colophon.standalone.state.ProcessState;
import dev.colophon.standalone.state.ProcessState.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisionIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), SOON);

    @TempDir
    private Path root;

    private final List<ProcessState> states = new CopyOnWriteArrayList<>();

    @Test
    void startsADeadProcessAgainAndStopsALivingOneInOrder() throws Exception {
        ProcessLogs.open(root, "tiny", false);
        SupervisedProcess tiny = supervised(tiny());
        tiny.start();
        tiny.firstUp().get(30, TimeUnit.SECONDS);
        ProcessState first = last();

        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        await().atMost(SOON)
                .until(() -> last().phase() == Phase.UP && !last().pid().equals(first.pid()));
        tiny.stop();

        assertThat(states)
                .extracting(ProcessState::phase)
                .containsSubsequence(
                        Phase.WAITING,
                        Phase.STARTING,
                        Phase.UP,
                        Phase.RESTARTING,
                        Phase.STARTING,
                        Phase.UP,
                        Phase.STOPPING,
                        Phase.STOPPED);
        assertThat(states)
                .filteredOn(state -> state.phase() == Phase.RESTARTING)
                .singleElement()
                .satisfies(state -> assertThat(state.message()).contains("ended with exit code 137", "starts again"));
        assertThat(last().restarts()).isEqualTo(1);
        assertThat(last().pid()).isNull();
        await().atMost(SOON).untilAsserted(() -> assertThat(Files.readAllLines(root.resolve("tiny.log")))
                .containsExactly("listening as tiny", "listening as tiny", "said goodbye"));
    }

    @Test
    void keepsTryingWhatCannotBeStarted() {
        ProcessSpec missing = new ProcessSpec(
                "missing",
                null,
                List.of(root.resolve("no-such-program").toString()),
                Map.of(),
                root.resolve("tmp"),
                () -> null,
                ProcessSpec.Stopping.BY_SIGNAL,
                SOON);
        SupervisedProcess process = supervised(missing);
        process.start();

        await().atMost(SOON).until(() -> last().restarts() >= 2);
        assertThat(process.firstUp()).isNotDone();
        process.stop();
        assertThat(last().phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void sweepsUpWhatCarriesTheMarkerAndNothingElse() throws Exception {
        Process ours = new ProcessBuilder(command(Leftovers.marker(root), freePort("ours"))).start();
        Process other = new ProcessBuilder(command(Leftovers.marker(root.resolve("other")), freePort("other"))).start();
        try {
            await().atMost(SOON)
                    .until(() -> Leftovers.hasArgument(ours.toHandle(), Leftovers.marker(root))
                            && Leftovers.hasArgument(other.toHandle(), Leftovers.marker(root.resolve("other"))));

            assertThat(Leftovers.sweep(root, SOON)).isEqualTo(1);

            assertThat(ours.isAlive()).isFalse();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    private SupervisedProcess supervised(ProcessSpec spec) {
        return new SupervisedProcess(spec, QUICK, states::add, Clock.systemUTC());
    }

    private ProcessState last() {
        return states.get(states.size() - 1);
    }

    private ProcessSpec tiny() {
        int port = freePort("tiny");
        return new ProcessSpec(
                "tiny",
                port,
                command(Leftovers.marker(root), port),
                Map.of("TINY_NAME", "tiny"),
                root.resolve("tmp"),
                HealthProbe.actuator(port),
                ProcessSpec.Stopping.BY_SIGNAL,
                SOON);
    }

    private int freePort(String name) {
        return Ports.rememberedIn(root.resolve("ports")).of(name);
    }

    private static List<String> command(String marker, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                marker,
                "-Xmx32m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                TinyService.class.getName(),
                Integer.toString(port));
    }
}
