package dev.colophon.etl.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.etl.text.Commit;
import dev.colophon.etl.text.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryTests {

    @TempDir
    Path folder;

    Path work;
    Git git;
    GitRepositories repositories;

    @BeforeEach
    void initialise() throws Exception {
        work = Files.createDirectory(folder.resolve("work"));
        git = Git.init().setDirectory(work.toFile()).setInitialBranch("main").call();
        repositories = new GitRepositories(new GitProperties(List.of(folder.toString()), null));
    }

    @Test
    void readsCommitsOldestFirstWithWhatTheyChanged() throws Exception {
        commit("first", "a.txt", "one\ntwo\n");
        commit("second\n\nbecause", "a.txt", "one\nthree\nfour\n");
        Files.move(work.resolve("a.txt"), work.resolve("b.txt"));
        git.add().addFilepattern("b.txt").call();
        git.rm().addFilepattern("a.txt").call();
        git.commit()
                .setMessage("rename")
                .setAuthor(person())
                .setCommitter(person())
                .call();

        List<Commit> commits = read(Map.of());

        assertThat(commits).extracting(Commit::message).containsExactly("first", "second\n\nbecause", "rename");
        assertThat(commits.get(0).additions()).isEqualTo(2);
        assertThat(commits.get(1).additions()).isEqualTo(2);
        assertThat(commits.get(1).deletions()).isEqualTo(1);
        assertThat(commits.get(2).files()).containsExactly(new FileChange("b.txt", "renamed"));
        assertThat(commits.get(0).author()).isEqualTo("Ada");
    }

    @Test
    void readsOnlyWhatIsNewSinceTheCursorAndEachCommitOnce() throws Exception {
        commit("first", "a.txt", "1");
        Map<String, String> cursor = heads();
        git.checkout().setCreateBranch(true).setName("topic").call();
        RevCommit topic = commit("on topic", "b.txt", "2");
        git.checkout().setName("main").call();
        commit("on main", "c.txt", "3");
        git.merge()
                .include(topic)
                .setMessage("merge topic")
                .setFastForward(MergeCommand.FastForwardMode.NO_FF)
                .call();

        List<Commit> commits = read(cursor);

        assertThat(commits)
                .extracting(Commit::message)
                .containsExactlyInAnyOrder("on topic", "on main", "merge topic")
                .last()
                .isEqualTo("merge topic");
        assertThat(commits.get(2).files()).isEmpty();
        assertThat(commits.get(2).parents()).isEqualTo(2);
    }

    @Test
    void survivesAForcedPush() throws Exception {
        commit("kept", "a.txt", "1");
        commit("thrown away", "a.txt", "2");
        Map<String, String> cursor = heads();
        git.reset().setMode(ResetCommand.ResetType.HARD).setRef("HEAD~1").call();
        commit("written anew", "a.txt", "3");

        assertThat(read(cursor)).extracting(Commit::message).containsExactly("written anew");
        assertThat(read(Map.of("main", "0123456789012345678901234567890123456789")))
                .extracting(Commit::message)
                .containsExactly("kept", "written anew");
    }

    @Test
    void readsEmptyAndBareRepositories() throws Exception {
        assertThat(read(Map.of())).isEmpty();
        commit("first", "README.md", "# Hello\n");
        Path bare = folder.resolve("bare.git");
        Git.cloneRepository()
                .setURI(work.toUri().toString())
                .setDirectory(bare.toFile())
                .setBare(true)
                .call()
                .close();

        try (GitRepository repository = repositories.open(bare.toString())) {
            assertThat(repository.commits(repository.heads(List.of()).values(), List.of()))
                    .hasSize(1);
            GitFile file = repository.documents(repository.heads(List.of())).get(0);
            assertThat(repository.document(file)).contains(new GitDocument("README.md", "# Hello\n"));
        }
    }

    @Test
    void readsProseAndLeavesTheRest() throws Exception {
        commit("prose", "README.md", "# Title");
        commit("prose", "docs/guide/start.md", "Start here");
        commit("prose", "sub/README", "sub");
        commit("code", "src/Main.java", "class Main {}");
        commit("notes", "src/notes.md", "deep");
        commit("empty", "CHANGES.md", "  \n");

        try (GitRepository repository = repositories.open(work.toString())) {
            assertThat(repository.documents(repository.heads(List.of())))
                    .extracting(GitFile::path)
                    .containsExactly("CHANGES.md", "README.md", "docs/guide/start.md", "sub/README")
                    .first()
                    .satisfies(file -> assertThat(repository.document(new GitFile(
                                    file,
                                    repository
                                            .documents(repository.heads(List.of()))
                                            .get(0)
                                            .blob())))
                            .isEmpty());
        }
    }

    @Test
    void readsMessagesOfAnyEncodingAndNone() throws Exception {
        git.commit()
                .setAllowEmpty(true)
                .setMessage("")
                .setAllowEmpty(true)
                .setAuthor(person())
                .call();
        git.commit()
                .setAllowEmpty(true)
                .setMessage("nul \u0000 inside")
                .setAuthor(person())
                .call();

        assertThat(read(Map.of())).hasSize(2);
    }

    @Test
    void refusesWhatIsNotBelowAnAllowedDirectoryInTheSameWordsAsWhatIsNotThere() throws Exception {
        commit("first", "a.txt", "1");
        Path allowed = Files.createDirectory(folder.resolve("allowed"));
        Path link = Files.createSymbolicLink(allowed.resolve("link"), work);
        GitRepositories strict = new GitRepositories(new GitProperties(List.of(allowed.toString()), null));
        String reason = "must be the absolute path of a git repository below a directory that the operator allows";

        for (String path : List.of(
                work.toString(),
                link.toString(),
                allowed.resolve("../work").toString(),
                allowed.resolve("nothing").toString(),
                allowed.toString(),
                "relative",
                "nul\u0000byte")) {
            assertThatThrownBy(() -> strict.open(path))
                    .as(path)
                    .isInstanceOf(RefusedRepositoryException.class)
                    .hasMessage(reason);
        }
    }

    @Test
    void refusesRepositoriesThatPointOutside() throws Exception {
        commit("first", "a.txt", "1");
        Path allowed = Files.createDirectory(folder.resolve("allowed"));
        GitRepositories strict = new GitRepositories(new GitProperties(List.of(allowed.toString()), null));
        Path pointer = Files.createDirectory(allowed.resolve("pointer"));
        Files.writeString(pointer.resolve(".git"), "gitdir: " + work.resolve(".git"));
        Path borrower = allowed.resolve("borrower");
        Git.init().setDirectory(borrower.toFile()).call().close();
        Files.createDirectories(borrower.resolve(".git/objects/info"));
        Files.writeString(
                borrower.resolve(".git/objects/info/alternates"),
                work.resolve(".git/objects").toString());

        assertThatThrownBy(() -> strict.open(pointer.toString())).isInstanceOf(RefusedRepositoryException.class);
        assertThatThrownBy(() -> strict.open(borrower.toString())).isInstanceOf(RefusedRepositoryException.class);
    }

    @Test
    void readsTheFileOfAllowedRootsAnew() throws Exception {
        Path file = folder.resolve("roots");
        GitRepositories byFile = new GitRepositories(new GitProperties(null, file.toString()));

        assertThatThrownBy(() -> byFile.open(work.toString())).isInstanceOf(RefusedRepositoryException.class);
        Files.writeString(file, work + "\n");

        byFile.open(work.toString()).close();
    }

    private List<Commit> read(Map<String, String> cursor) throws IOException {
        try (GitRepository repository = repositories.open(work.toString());
                CommitReader reader = repository.commitReader()) {
            List<Commit> commits = new ArrayList<>();
            for (String sha : repository.commits(repository.heads(List.of()).values(), cursor.values())) {
                commits.add(reader.read(sha));
            }
            return commits;
        }
    }

    private Map<String, String> heads() throws IOException {
        try (GitRepository repository = repositories.open(work.toString())) {
            return repository.heads(List.of());
        }
    }

    private RevCommit commit(String message, String file, String content) throws Exception {
        Path path = work.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        git.add().addFilepattern(file).call();
        return git.commit()
                .setMessage(message)
                .setAuthor(person())
                .setCommitter(person())
                .call();
    }

    private static PersonIdent person() {
        return new PersonIdent("Ada", "ada@example.invalid");
    }
}
