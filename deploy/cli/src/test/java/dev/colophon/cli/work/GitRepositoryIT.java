package dev.colophon.cli.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.stack.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryIT {

    @TempDir
    private Path root;

    @Test
    void findsTheRepositoryThatADirectoryLiesIn() throws Exception {
        Path tree = Files.createDirectories(root.resolve("kafka/.git")).getParent();
        Path inside = Files.createDirectories(tree.resolve("src/main"));

        assertThat(GitRepository.containing(inside).path()).isEqualTo(tree.toRealPath());
        assertThat(GitRepository.containing(tree).name()).isEqualTo("kafka");
    }

    @Test
    void knowsABareOne() throws Exception {
        Path bare = Files.createDirectories(root.resolve("kafka.git/objects")).getParent();
        Files.createDirectories(bare.resolve("refs"));
        Files.writeString(bare.resolve("HEAD"), "ref: refs/heads/main");

        assertThat(GitRepository.containing(bare).name()).isEqualTo("kafka");
    }

    @Test
    void saysWhereThereIsNone() {
        assertThatThrownBy(() -> GitRepository.containing(root.resolve("missing")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("there is no directory");
    }

    @Test
    void allowsARepositoryOnce() throws Exception {
        DataDirectory data = DataDirectory.at(root);

        data.allow(Path.of("/src/kafka"));
        data.allow(Path.of("/src/kafka"));
        data.allow(Path.of("/src/kafka/inner"));
        data.allow(Path.of("/src/kafka-streams"));

        assertThat(Files.readAllLines(root.resolve("allowed-roots")))
                .containsExactly("/src/kafka", "/src/kafka-streams");
    }
}
