package dev.colophon.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.colophon.standalone.LauncherOptions.Command;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherOptionsTests {

    @Test
    void readsEveryOption() {
        LauncherOptions options = LauncherOptions.parse(List.of(
                "run",
                "--data",
                "/var/stack",
                "--distribution",
                "/opt/dist",
                "--port",
                "9090",
                "--address",
                "0.0.0.0",
                "--allow",
                "/src/one",
                "--allow",
                "/src/../src/two",
                "--quiet",
                "--training",
                "--parent-pid",
                "42"));

        assertThat(options.command()).isEqualTo(Command.RUN);
        assertThat(options.data()).isEqualTo(Path.of("/var/stack"));
        assertThat(options.port()).isEqualTo(9090);
        assertThat(options.address()).isEqualTo("0.0.0.0");
        assertThat(options.gitRoots()).containsExactly(Path.of("/src/one"), Path.of("/src/two"));
        assertThat(options.quiet()).isTrue();
        assertThat(options.training()).isTrue();
        assertThat(options.parent()).hasValue(42);
    }

    @Test
    void listensOnLoopbackAtTheKnownPortUnlessToldOtherwise() {
        LauncherOptions options = LauncherOptions.parse(List.of("run", "--data", "d", "--distribution", "x"));

        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.address()).isEqualTo("127.0.0.1");
        assertThat(options.parent()).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatIllegalArgumentException().isThrownBy(() -> LauncherOptions.parse(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LauncherOptions.parse(List.of("run", "--distribution", "x")))
                .withMessageContaining("--data");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LauncherOptions.parse(List.of("run", "--prot", "1")))
                .withMessageContaining("--prot");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LauncherOptions.parse(List.of("run", "--port")))
                .withMessageContaining("needs a value");
    }
}
