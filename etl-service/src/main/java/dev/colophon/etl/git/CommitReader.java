package dev.colophon.etl.git;

import dev.colophon.etl.text.Commit;
import dev.colophon.etl.text.FileChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.eclipse.jgit.util.io.DisabledOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a commit and what it changed against its first parent. Merges are read without files, and so are
 * the commits at which a shallow clone ends. */
public final class CommitReader implements AutoCloseable {

    /** Files listed of one commit. */
    public static final int MAX_FILES = 300;

    private static final Logger log = LoggerFactory.getLogger(CommitReader.class);
    private static final int LARGEST_COUNTED_FILE = 1 << 20;
    private static final int RENAMES_LOOKED_FOR = 200;
    private static final int MANY_FILES = 2_000;

    private record Changes(List<FileChange> files, int total, int additions, int deletions) {}

    private final Set<ObjectId> shallow;
    private final RevWalk walk;
    private final DiffFormatter differ;

    CommitReader(Repository repository) {
        this.shallow = shallow(repository);
        this.walk = new RevWalk(repository);
        this.differ = new DiffFormatter(DisabledOutputStream.INSTANCE);
        differ.setRepository(repository);
        differ.setDiffComparator(RawTextComparator.DEFAULT);
        differ.setBinaryFileThreshold(LARGEST_COUNTED_FILE);
        differ.setDetectRenames(true);
        differ.getRenameDetector().setRenameLimit(RENAMES_LOOKED_FOR);
    }

    /** Where a shallow clone ends: what came before is not there to compare with. */
    private static Set<ObjectId> shallow(Repository repository) {
        try {
            return Set.copyOf(repository.getObjectDatabase().getShallowCommits());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IOException where the repository is damaged or the commit is gone */
    public Commit read(String sha) throws IOException {
        walk.reset();
        RevCommit commit = walk.parseCommit(ObjectId.fromString(sha));
        walk.parseBody(commit);
        boolean hasNoOneParent = commit.getParentCount() > 1 || shallow.contains(commit);
        Changes changes = hasNoOneParent ? new Changes(List.of(), 0, 0, 0) : changes(commit);
        PersonIdent author = commit.getAuthorIdent();
        return new Commit(
                sha,
                commit.getFullMessage(),
                author == null ? "" : author.getName(),
                commit.getCommitterIdent().getWhenAsInstant(),
                commit.getParentCount(),
                changes.files(),
                changes.total(),
                changes.additions(),
                changes.deletions());
    }

    private Changes changes(RevCommit commit) throws IOException {
        RevCommit parent = commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0));
        int total = count(parent, commit);
        List<DiffEntry> entries = total > MANY_FILES
                ? first(parent, commit)
                : differ.scan(parent == null ? null : parent.getTree(), commit.getTree());
        List<FileChange> files = new ArrayList<>();
        int additions = 0;
        int deletions = 0;
        for (DiffEntry entry : entries.subList(0, Math.min(entries.size(), MAX_FILES))) {
            files.add(new FileChange(path(entry), status(entry)));
            for (Edit edit : edits(commit, entry)) {
                additions += edit.getLengthB();
                deletions += edit.getLengthA();
            }
        }
        return new Changes(files, total > MANY_FILES ? total : entries.size(), additions, deletions);
    }

    /** How many paths differ, in memory that does not grow with them. */
    private int count(@Nullable RevCommit parent, RevCommit commit) throws IOException {
        try (TreeWalk paths = paths(parent, commit)) {
            paths.setFilter(TreeFilter.ANY_DIFF);
            int count = 0;
            while (paths.next()) {
                count++;
            }
            return count;
        }
    }

    /** The first of the files that a huge commit touches; where such a one moved files is not looked for. */
    private List<DiffEntry> first(@Nullable RevCommit parent, RevCommit commit) throws IOException {
        try (TreeWalk paths = paths(parent, commit)) {
            paths.setFilter(new FirstDifferences(MAX_FILES));
            return DiffEntry.scan(paths);
        }
    }

    private TreeWalk paths(@Nullable RevCommit parent, RevCommit commit) throws IOException {
        TreeWalk paths = new TreeWalk(walk.getObjectReader());
        paths.setRecursive(true);
        if (parent == null) {
            paths.addTree(new EmptyTreeIterator());
        } else {
            paths.addTree(parent.getTree());
        }
        paths.addTree(commit.getTree());
        return paths;
    }

    /** Line counts are a courtesy: a blob that cannot be read costs the count, not the commit. */
    private List<Edit> edits(RevCommit commit, DiffEntry entry) {
        try {
            return differ.toFileHeader(entry).toEditList();
        } catch (IOException | RuntimeException e) {
            log.debug("no line count for a file of {}: {}", commit.name(), e.toString());
            return List.of();
        }
    }

    private static String path(DiffEntry entry) {
        return entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
    }

    private static String status(DiffEntry entry) {
        return switch (entry.getChangeType()) {
            case ADD -> "added";
            case MODIFY -> "modified";
            case DELETE -> "removed";
            case RENAME -> "renamed";
            case COPY -> "copied";
        };
    }

    @Override
    public void close() {
        differ.close();
        walk.close();
    }
}
