package dev.colophon.etl.git;

/** A path that names no readable git repository below an allowed directory. Says no more than that. */
public class RefusedRepositoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedRepositoryException() {
        super("must be the absolute path of a git repository below a directory that the operator allows");
    }
}
