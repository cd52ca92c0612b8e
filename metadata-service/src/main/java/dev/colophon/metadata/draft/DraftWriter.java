package dev.colophon.metadata.draft;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.local.ProjectTexts;
import dev.colophon.ai.model.ChainExhaustedException;
import dev.colophon.ai.model.FallbackChain;
import dev.colophon.ai.model.ModelCall;
import dev.colophon.ai.model.UnusableAnswerException;
import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.UsageObservations;
import dev.colophon.events.ClientId;
import dev.colophon.metadata.content.ProjectContent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Writes metadata from a project's content: each configured language model is asked in turn, an answer that does not
 * pass {@link DraftCheck} counts as none, and local generation always has an answer.
 */
@Component
public class DraftWriter {

    private static final String OPERATION = "metadata";

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Answer(
            @JsonProperty("ai_generated_tags") @Nullable List<@Nullable String> tags,
            @JsonProperty("content_summary") @Nullable String summary,
            @JsonProperty("difficulty_level") @Nullable String difficulty) {}

    private final FallbackChain chain;
    private final LocalDrafts local;
    private final ObjectMapper json;
    private final DraftPrompt prompt = new DraftPrompt();

    DraftWriter(FallbackChain chain, LocalDrafts local, ObjectMapper json) {
        this.chain = chain;
        this.local = local;
        this.json = json;
    }

    public Mono<WrittenDraft> write(ClientId clientId, UUID projectId, ProjectContent content) {
        return Mono.fromCallable(() -> prompt.about(content))
                .flatMap(question -> ask(clientId, projectId, content.texts(), question))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<WrittenDraft> ask(
            ClientId clientId, UUID projectId, ProjectTexts texts, DraftPrompt.Question question) {
        SpendContext context = SpendContext.ofProject(clientId, projectId);
        ModelCall<Draft> call = ModelCall.of(OPERATION, question.system(), question.user(), this::read)
                .orLocally(() -> local.write(texts));
        return chain.call(context, call)
                .onErrorMap(
                        ChainExhaustedException.class,
                        error -> new DraftFailedException(error, UsageObservations.of(context, error.attempts())))
                .onErrorMap(
                        BudgetExceededException.class,
                        error -> new DraftFailedException(error, UsageObservations.of(context, error.attempts())))
                .publishOn(Schedulers.boundedElastic())
                .map(result -> new WrittenDraft(
                        result.value(),
                        local.quality(texts, result.value()),
                        result.model(),
                        result.local() ? LocalDrafts.VERSION : DraftPrompt.VERSION,
                        UsageObservations.of(context, result.attempts())));
    }

    private Draft read(String answer) throws UnusableAnswerException {
        try {
            Answer read = json.readValue(withoutFences(answer), Answer.class);
            DraftCheck.Verdict verdict = DraftCheck.check(read.tags(), read.summary(), read.difficulty());
            if (verdict instanceof DraftCheck.Accepted accepted) {
                return accepted.draft();
            }
            throw new UnusableAnswerException(((DraftCheck.Refused) verdict).reason());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new UnusableAnswerException("the answer is no JSON object of the wanted shape");
        }
    }

    /** Some models wrap JSON in a Markdown code block, whatever they are told. */
    private static String withoutFences(String answer) {
        int from = answer.indexOf('{');
        int to = answer.lastIndexOf('}');
        return from >= 0 && to > from ? answer.substring(from, to + 1) : answer;
    }
}
