package dev.colophon.etl.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open repository. Not safe for concurrent use. */
public final class GitRepository implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GitRepository.class);

    private final Repository repository;

    GitRepository(Repository repository) {
        this.repository = repository;
    }

    /**
     * The commits that branches stand at, by branch; a detached {@code HEAD} counts as a branch.
     *
     * @param branches names to look at; empty for all
     */
    public Map<String, String> heads(Collection<String> branches) throws IOException {
        Map<String, String> heads = new TreeMap<>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
            String branch = ref.getName().substring(Constants.R_HEADS.length());
            boolean wanted = branches.isEmpty() || branches.contains(branch);
            if (wanted && ref.getObjectId() != null) {
                if (isCommit(ref.getObjectId())) {
                    heads.put(branch, ref.getObjectId().name());
                } else {
                    log.warn("branch {} stands at no commit and is passed over", branch);
                }
            }
        }
        ObjectId head = repository.resolve(Constants.HEAD);
        if (heads.isEmpty() && branches.isEmpty() && head != null) {
            heads.put(Constants.HEAD, head.name());
        }
        return heads;
    }

    /**
     * The commits reachable from {@code heads} and not from {@code known}, oldest first, each once. The same repository
     * state and arguments give the same list; known commits that are gone (a forced push, garbage collection) are passed
     * over.
     */
    public List<String> commits(Collection<String> heads, Collection<String> known) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.COMMIT_TIME_DESC, true);
            walk.sort(RevSort.REVERSE, true);
            for (String head : heads) {
                walk.markStart(walk.parseCommit(ObjectId.fromString(head)));
            }
            for (String commit : known) {
                markKnown(walk, commit);
            }
            List<String> commits = new ArrayList<>();
            for (RevCommit commit : walk) {
                commits.add(commit.name());
            }
            return commits;
        }
    }

    /** Reads commits one by one with what they changed. */
    public CommitReader commitReader() {
        return new CommitReader(repository);
    }

    /** The documents of the branch that {@code HEAD} names, or of the first of {@code heads}, by name. */
    List<GitFile> documents(Map<String, String> heads) throws IOException {
        ObjectId head = repository.resolve(Constants.HEAD);
        if ((head == null || !isCommit(head)) && !heads.isEmpty()) {
            head = ObjectId.fromString(heads.values().iterator().next());
        }
        return head == null ? List.of() : new DocumentReader(repository).list(head);
    }

    /** What a document says; nothing where that is no prose. */
    Optional<GitDocument> document(GitFile file) throws IOException {
        return new DocumentReader(repository).read(file);
    }

    /**
     * The commits that were reachable from {@code before} and are not from {@code heads}: what a force push or the end of
     * a branch has thrown away. Those that the repository itself has forgotten are not among them.
     */
    List<String> abandoned(Collection<String> before, Collection<String> heads) throws IOException {
        List<String> still = before.stream().filter(this::holds).toList();
        return still.isEmpty() ? List.of() : commits(still, heads);
    }

    /** Whether a commit is there. */
    boolean holds(String commit) {
        return isCommit(ObjectId.fromString(commit));
    }

    private boolean isCommit(ObjectId id) {
        try (ObjectReader objects = repository.newObjectReader()) {
            return objects.open(id).getType() == Constants.OBJ_COMMIT;
        } catch (IOException e) {
            return false;
        }
    }

    private static void markKnown(RevWalk walk, String commit) throws IOException {
        try {
            AnyObjectId id = ObjectId.fromString(commit);
            walk.markUninteresting(walk.parseCommit(id));
        } catch (MissingObjectException e) {
            // history was rewritten: what it held is known by the items it became
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
