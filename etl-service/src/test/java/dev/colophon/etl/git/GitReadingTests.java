package dev.colophon.etl.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitReadingTests {

    @TempDir
    Path folder;

    private Path work;
    private Git git;
    private RecordedRun run;

    @BeforeEach
    void initialise() throws Exception {
        work = Files.createDirectory(folder.resolve("work"));
        git = Git.init().setDirectory(work.toFile()).setInitialBranch("main").call();
        run = new RecordedRun(new Connection(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode()));
    }

    @AfterEach
    void close() {
        git.close();
    }

    @Test
    void removesWhatAForcePushHasThrownAway() throws Exception {
        commit("kept");
        commit("thrown away");
        commit("thrown away too");
        read(run.next());
        assertThat(titles()).containsExactlyInAnyOrder("kept", "thrown away", "thrown away too");

        git.reset().setMode(ResetCommand.ResetType.HARD).setRef("HEAD~2").call();
        commit("written anew");
        read(run.next());

        assertThat(titles()).containsExactlyInAnyOrder("kept", "written anew");
    }

    @Test
    void removesInAFullRunWhatTheRepositoryItselfHasForgotten() throws Exception {
        commit("kept");
        read(run.next());
        run.items.put("COMMITgone", run.of(ItemKind.COMMIT).get(0));
        run.items.computeIfPresent(
                "COMMITgone",
                (key, item) -> new ItemDraft(
                        item.clientId(),
                        item.projectId(),
                        item.sourceId(),
                        item.kind(),
                        "gone",
                        "gone",
                        "",
                        null,
                        null,
                        item.attributes(),
                        item.occurredAt(),
                        null));

        read(run.next());
        assertThat(titles()).contains("gone");
        read(run.nextFull());

        assertThat(titles()).containsExactly("kept");
    }

    @Test
    void removesCommitsOfABranchThatEndsUnmergedAndKeepsThoseThatWereMerged() throws Exception {
        commit("base");
        git.checkout().setCreateBranch(true).setName("merged").call();
        ObjectId merged = commit("on merged");
        git.checkout().setName("main").call();
        git.checkout().setCreateBranch(true).setName("dropped").call();
        commit("on dropped");
        git.checkout().setName("main").call();
        git.merge().include(merged).setMessage("merge").setCommit(true).call();
        read(run.next());

        git.branchDelete().setBranchNames("merged", "dropped").setForce(true).call();
        read(run.next());

        assertThat(titles()).contains("base", "on merged").doesNotContain("on dropped");
    }

    @Test
    void goesOnWhereItDiedAndBeginsAnewWhereThatIsGone() throws Exception {
        for (int i = 0; i < 120; i++) {
            commit("commit " + i);
        }
        assertThatThrownBy(() -> read(run.dyingAfter(2))).hasMessage("killed");
        assertThat(run.of(ItemKind.COMMIT)).hasSize(50);
        read(run);
        assertThat(run.of(ItemKind.COMMIT)).hasSize(120);
        assertThat(run.largestBatch).isLessThanOrEqualTo(50);

        commit("one more");
        assertThatThrownBy(() -> read(run.dyingAfter(1))).hasMessage("killed");
        ((ObjectNode) run.checkpoint().path("heads")).put("main", "0123456789012345678901234567890123456789");
        read(run);
        assertThat(run.of(ItemKind.COMMIT)).hasSize(121);
    }

    @Test
    void readsHugeCommitsByTheirFirstFilesAndTheirNumber() throws Exception {
        commit("base");
        commit("huge", tree(builder -> {
            for (int i = 0; i < 10_000; i++) {
                add(builder, "folder" + i / 100 + "/file" + i + ".txt", FileMode.REGULAR_FILE, blob("one\ntwo\n"));
            }
        }));
        read(run.next());

        ItemDraft huge = titled("huge");
        assertThat(huge.attributes()).containsEntry("files_changed", "10001");
        assertThat(huge.text()).contains("10001 files changed").contains("and 290 more");
        try (GitRepository repository = open();
                CommitReader reader = repository.commitReader()) {
            assertThat(reader.read(huge.externalId()).files()).hasSize(CommitReader.MAX_FILES);
        }
    }

    @Test
    void readsMessagesAndPathsOfOtherEncodings() throws Exception {
        ObjectId tree = tree(builder -> {
            DirCacheEntry entry = new DirCacheEntry("gr\u00fc\u00dfe.md".getBytes(StandardCharsets.ISO_8859_1));
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(blob("Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1)));
            builder.add(entry);
        });
        commit("Fa\u00e7ade ge\u00e4ndert", tree, StandardCharsets.ISO_8859_1);
        read(run.next());

        ItemDraft commit = titled("Fa\u00e7ade ge\u00e4ndert");
        assertThat(commit.author()).isEqualTo("Ren\u00e9");
        assertThat(commit.text()).contains("gr\u00fc\u00dfe.md");
        ItemDraft document = run.of(ItemKind.DOCUMENT).get(0);
        assertThat(document.externalId()).isEqualTo("gr\u00fc\u00dfe.md");
        assertThat(document.text()).isEqualTo("Gr\u00fc\u00dfe");
    }

    @Test
    void passesOverSubmodulesLinksAndBranchesThatStandAtNothing() throws Exception {
        commit("with a submodule", tree(builder -> {
            add(builder, "docs/other", FileMode.GITLINK, ObjectId.fromString("1".repeat(40)));
            add(builder, "README.md", FileMode.SYMLINK, blob("/etc/passwd"));
            add(builder, "docs/guide.md", FileMode.REGULAR_FILE, blob("# Guide"));
        }));
        Files.writeString(work.resolve(".git/refs/heads/broken"), "2".repeat(40) + "\n");
        read(run.next());

        assertThat(titled("with a submodule").text()).contains("docs/other");
        assertThat(run.of(ItemKind.DOCUMENT)).extracting(ItemDraft::externalId).containsExactly("docs/guide.md");
        assertThat(run.failures).isEmpty();
    }

    @Test
    void readsAThousandBranchesEachCommitOnce() throws Exception {
        ObjectId base = commit("base");
        Repository repository = git.getRepository();
        BatchRefUpdate update = repository.getRefDatabase().newBatchUpdate();
        for (int i = 0; i < 1_000; i++) {
            update.addCommand(new ReceiveCommand(ObjectId.zeroId(), base, "refs/heads/topic/" + i));
        }
        try (RevWalk walk = new RevWalk(repository)) {
            update.execute(walk, NullProgressMonitor.INSTANCE);
        }
        read(run.next());

        assertThat(titles()).containsExactly("base");
        assertThat(run.cursor().path("heads")).hasSize(1_001);
    }

    @Test
    void readsAShallowCloneFromWhereItBegins() throws Exception {
        commit("before");
        ObjectId first = commit("first that is there");
        commit("second");
        Files.writeString(work.resolve(".git/shallow"), first.name() + "\n");
        read(run.next());

        assertThat(titles()).containsExactlyInAnyOrder("first that is there", "second");
        assertThat(titled("first that is there").attributes()).containsEntry("files_changed", "0");
        assertThat(titled("second").attributes()).containsEntry("files_changed", "1");
    }

    /** What a tree is made of. */
    private interface Content {

        void addTo(DirCacheBuilder builder) throws Exception;
    }

    private GitRepository open() {
        return new GitRepositories(new GitProperties(List.of(folder.toString()), null)).open(work.toString());
    }

    private void read(RecordedRun next) throws Exception {
        try (GitRepository repository = open()) {
            new GitReading(next, repository).read(List.of());
        }
    }

    private List<String> titles() {
        return run.of(ItemKind.COMMIT).stream().map(ItemDraft::title).toList();
    }

    private ItemDraft titled(String title) {
        return run.of(ItemKind.COMMIT).stream()
                .filter(item -> item.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private ObjectId commit(String message) throws Exception {
        Files.writeString(work.resolve("file.txt"), message);
        git.add().addFilepattern("file.txt").call();
        return git.commit()
                .setMessage(message)
                .setAuthor(person())
                .setCommitter(person())
                .call();
    }

    private ObjectId commit(String message, ObjectId tree) throws Exception {
        return commit(message, tree, StandardCharsets.UTF_8);
    }

    private ObjectId commit(String message, ObjectId tree, Charset encoding) throws Exception {
        Repository repository = git.getRepository();
        ObjectId head = repository.resolve(Constants.HEAD);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(new PersonIdent("Ren\u00e9", "r@example.invalid"));
        commit.setCommitter(person());
        commit.setEncoding(encoding);
        commit.setMessage(message);
        if (head != null) {
            commit.setParentId(head);
        }
        try (ObjectInserter objects = repository.newObjectInserter()) {
            ObjectId id = objects.insert(commit);
            objects.flush();
            RefUpdate update = repository.updateRef(Constants.HEAD);
            update.setNewObjectId(id);
            update.forceUpdate();
            return id;
        }
    }

    private ObjectId tree(Content content) throws Exception {
        DirCacheBuilder builder = DirCache.newInCore().builder();
        content.addTo(builder);
        builder.finish();
        try (ObjectInserter objects = git.getRepository().newObjectInserter()) {
            ObjectId tree = builder.getDirCache().writeTree(objects);
            objects.flush();
            return tree;
        }
    }

    private static void add(DirCacheBuilder builder, String path, FileMode mode, ObjectId id) {
        DirCacheEntry entry = new DirCacheEntry(path);
        entry.setFileMode(mode);
        entry.setObjectId(id);
        builder.add(entry);
    }

    private ObjectId blob(String text) throws Exception {
        return blob(text.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectId blob(byte[] bytes) throws Exception {
        try (ObjectInserter objects = git.getRepository().newObjectInserter()) {
            ObjectId id = objects.insert(Constants.OBJ_BLOB, bytes);
            objects.flush();
            return id;
        }
    }

    private static PersonIdent person() {
        return new PersonIdent("Ada", "ada@example.invalid");
    }
}
