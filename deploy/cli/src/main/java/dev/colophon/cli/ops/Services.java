package dev.colophon.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Api;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The services that a command asks: the one that is named, else all of them. */
public final class Services {

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = Service.NAMES + ". Default: all of them.")
    private @Nullable Service only;

    public EveryService asked(StackOptions stack, BiFunction<Api, Service, List<JsonNode>> question) {
        return EveryService.asked(stack, only, question);
    }
}
