package dev.colophon.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.stack.Installation;
import dev.colophon.cli.term.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = "Builds what is not built, with the archives that let it start quickly, and shows what there is.",
        footer = {
            "",
            "start and demo build by themselves what is missing or older than its sources;",
            "COLOPHON_BUILD=never keeps them from it.",
            "",
            "Examples:",
            "  colophon build",
            "  colophon build --json"
        })
final class BuildCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() throws IOException {
        // the launcher script has built by now: what is left is to tell
        Path distribution = Installation.fromSystemProperties().distribution();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("distribution", distribution.toString());
        Table table = new Table().row("PART", "BUILD", "ARCHIVE");
        for (String part : parts(distribution)) {
            Path current = distribution.resolve(part).resolve("current").toRealPath();
            boolean archive = Files.exists(current.resolve("application.jsa"));
            String build = String.valueOf(current.getFileName());
            table.row(part, build, archive ? "yes" : "");
            document.withArray("parts")
                    .addObject()
                    .put("name", part)
                    .put("build", build)
                    .put("archive", archive);
        }
        stack.show(document, () -> table);
        return ExitCode.OK;
    }

    private static List<String> parts(Path distribution) throws IOException {
        try (Stream<Path> parts = Files.list(distribution)) {
            return parts.filter(part -> Files.exists(part.resolve("current")))
                    .map(part -> String.valueOf(part.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
