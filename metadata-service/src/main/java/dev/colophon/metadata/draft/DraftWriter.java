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
import dev.colophon.ai.spend.Target;
import dev.colophon.ai.spend.UsageObservations;
import dev.colophon.events.ClientId;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.metadata.cache.CacheKey;
import dev.colophon.metadata.cache.ResultCache;
import dev.colophon.metadata.cache.SingleFlight;
import dev.colophon.metadata.content.ProjectContent;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Writes metadata from a project's content: each configured language model is asked in turn, an answer that does not
 * pass {@link DraftCheck} counts as none, and local generation always has an answer. What the model of the client's choice
 * answered is kept, and serves the same content again.
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
    private final ResultCache cache;
    private final ObjectMapper json;
    private final Clock clock;
    private final DraftPrompt prompt = new DraftPrompt();
    private final SingleFlight<CacheKey, WrittenDraft> flights = new SingleFlight<>();

    /** What is kept of an answer. */
    private record KeptDraft(Draft draft, double quality, String model) {}

    DraftWriter(FallbackChain chain, LocalDrafts local, ResultCache cache, ObjectMapper json, Clock clock) {
        this.chain = chain;
        this.local = local;
        this.cache = cache;
        this.json = json;
        this.clock = clock;
    }

    /** @param anew whether a model is to be asked even where its answer to the same content is kept */
    public Mono<WrittenDraft> write(ClientId clientId, UUID projectId, ProjectContent content, boolean anew) {
        SpendContext payer = SpendContext.ofProject(clientId, projectId);
        return Mono.fromCallable(() -> prompt.about(content))
                .flatMap(question -> chain.firstChoice(clientId, OPERATION)
                        .flatMap(model -> ofModel(payer, content, question, model, anew))
                        .switchIfEmpty(Mono.defer(() -> ask(payer, content.texts(), question))))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<WrittenDraft> ofModel(
            SpendContext payer, ProjectContent content, DraftPrompt.Question question, Target model, boolean anew) {
        CacheKey key = key(payer, content, model);
        Mono<WrittenDraft> asked = ask(payer, content.texts(), question)
                .delayUntil(written -> written.byFirstChoice()
                        ? cache.keep(key, new KeptDraft(written.draft(), written.quality(), written.model()))
                        : Mono.empty());
        Mono<WrittenDraft> flight = flights.join(key, asked)
                .map(landed -> landed.own()
                        ? landed.value()
                        : landed.value()
                                .withUsage(List.of(
                                        kept(payer, model, landed.value().model()))));
        return anew
                ? flight
                : cache.find(key, KeptDraft.class)
                        .map(found -> found.value())
                        .map(found -> new WrittenDraft(
                                found.draft(),
                                found.quality(),
                                found.model(),
                                DraftPrompt.VERSION,
                                true,
                                List.of(kept(payer, model, found.model()))))
                        .switchIfEmpty(flight);
    }

    private CacheKey key(SpendContext payer, ProjectContent content, Target model) {
        // between the same fences every time, as the question itself never is
        DraftPrompt.Question question = prompt.about(content, "#");
        return CacheKey.of(
                payer.clientId().value(),
                OPERATION,
                model.provider(),
                model.model(),
                String.valueOf(model.integrationId()),
                DraftPrompt.VERSION,
                question.system(),
                question.user());
    }

    private AiUsageObserved kept(SpendContext payer, Target model, String served) {
        return UsageObservations.ofKept(payer, OPERATION, model, served, clock.instant());
    }

    private Mono<WrittenDraft> ask(SpendContext context, ProjectTexts texts, DraftPrompt.Question question) {
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
                        !result.local() && result.skipped().isEmpty(),
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
