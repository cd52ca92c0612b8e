package dev.colophon.standalone.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.standalone.state.ProcessState.Phase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryIT {

    @TempDir
    private Path root;

    @Test
    void keepsANewDirectoryForItsOwner() throws Exception {
        DataDirectory data = DataDirectory.at(root.resolve("new"));

        for (Path directory : new Path[] {data.root(), data.secrets(), data.run()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void letsOneLauncherInAndNamesItToTheSecond() throws Exception {
        Path file = root.resolve("lock");
        try (DataLock first = DataLock.take(file)) {
            assertThatThrownBy(() -> DataLock.take(file))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("already runs on");
        }
        DataLock.take(file).close();
    }

    @Test
    void remembersItsPortsAndGivesWayWhereOneIsTaken() throws Exception {
        Path file = root.resolve("ports");
        int broker = Ports.rememberedIn(file).of("broker");

        assertThat(Ports.rememberedIn(file).of("broker")).isEqualTo(broker);
        try (ServerSocket taken = new ServerSocket(broker, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
            assertThat(Ports.rememberedIn(file).of("broker")).isNotEqualTo(broker);
        }
    }

    @Test
    void neverGivesOnePortTwice() {
        Ports ports = Ports.rememberedIn(root.resolve("ports"));

        assertThat(ports.of("one")).isNotEqualTo(ports.of("two"));
    }

    @Test
    void tellsEveryProcessInTheStateFile() throws Exception {
        Path file = root.resolve("state.json");
        StateFile state = new StateFile(file, "http://localhost:8080", Instant.parse("2026-01-01T00:00:00Z"));

        state.put(new ProcessState("broker", 41L, 20_000, Phase.UP, 0, Instant.EPOCH, null));
        state.put(new ProcessState("usage-service", null, 20_001, Phase.RESTARTING, 2, Instant.EPOCH, "ended"));
        state.ready(Instant.parse("2026-01-01T00:00:12.500Z"));

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.path("state").asText()).isEqualTo("running");
        assertThat(json.path("ready_seconds").asDouble()).isEqualTo(12.5);
        assertThat(json.path("processes").get(0).path("pid").asLong()).isEqualTo(41);
        assertThat(json.path("processes").get(1).path("state").asText()).isEqualTo("restarting");
        assertThat(json.path("processes").get(1).path("restarts").asInt()).isEqualTo(2);
    }

    @Test
    void leavesNothingThatLooksWholeWhenFillingFails() {
        Path target = root.resolve("target");

        assertThatIllegalStateException()
                .isThrownBy(() -> FreshDirectory.make(target, draft -> {
                    Files.writeString(draft.resolve("half"), "half");
                    throw new IllegalStateException("power cut");
                }));

        assertThat(target).doesNotExist();
        assertThat(FreshDirectory.make(target, draft -> Files.writeString(draft.resolve("whole"), "whole")))
                .isTrue();
        assertThat(target.resolve("half")).doesNotExist();
        assertThat(FreshDirectory.make(target, draft -> Files.writeString(draft.resolve("twice"), "twice")))
                .isFalse();
    }
}
