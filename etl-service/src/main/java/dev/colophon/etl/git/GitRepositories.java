package dev.colophon.etl.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.springframework.stereotype.Component;

/** Opens local repositories: work trees, bare ones and linked work trees. */
@Component
public class GitRepositories {

    private final AllowedRoots roots;

    GitRepositories(GitProperties settings) {
        QuietSystemReader.install();
        this.roots = new AllowedRoots(settings);
    }

    /**
     * Opens the repository at {@code path}; the caller closes it.
     *
     * @throws RefusedRepositoryException where there is none that may be read
     */
    public GitRepository open(String path) {
        Path place = roots.resolve(path);
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
        try {
            if (Files.exists(place.resolve(".git"))) {
                builder.setWorkTree(place.toFile());
            } else {
                builder.setGitDir(place.toFile()).setBare();
            }
            Repository repository = builder.build();
            try {
                requireInside(repository);
                return new GitRepository(repository);
            } catch (IOException | RuntimeException e) {
                repository.close();
                throw e;
            }
        } catch (IOException e) {
            throw new RefusedRepositoryException();
        }
    }

    /** A repository may point elsewhere, by links, by {@code .git} files and by alternates: none may lead out. */
    private void requireInside(Repository repository) throws IOException {
        Path gitDirectory = repository.getDirectory().toPath().toRealPath();
        Path common = repository.getCommonDirectory().toPath().toRealPath();
        Path objects = common.resolve("objects").toRealPath();
        for (Path place : List.of(gitDirectory, common, objects)) {
            if (!roots.contains(place)) {
                throw new RefusedRepositoryException();
            }
        }
        Path alternates = objects.resolve("info").resolve("alternates");
        if (Files.exists(alternates)) {
            for (String alternate : Files.readAllLines(alternates)) {
                if (!alternate.isBlank()
                        && !roots.contains(objects.resolve(alternate.strip()).toRealPath())) {
                    throw new RefusedRepositoryException();
                }
            }
        }
    }
}
