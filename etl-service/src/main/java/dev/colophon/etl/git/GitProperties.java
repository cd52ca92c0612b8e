package dev.colophon.etl.git;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where git repositories may lie.
 *
 * @param allowedRoots directories below which clients may name repositories; none by default
 * @param allowedRootsFile a file with further ones, an absolute path a line, read anew at each check
 */
@ConfigurationProperties("colophon.etl.git")
record GitProperties(
        @Nullable List<String> allowedRoots, @Nullable String allowedRootsFile) {}
