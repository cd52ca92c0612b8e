package dev.colophon.metadata.draft;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.local.LocalLanguage;
import dev.colophon.ai.local.ProjectTexts;
import dev.colophon.ai.model.ChainExhaustedException;
import dev.colophon.ai.model.ChainResult;
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
import dev.colophon.persistence.work.ReplayContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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

    /** What metadata is to the account book. */
    public static final String OPERATION = "metadata";

    private static final Target LOCAL = new Target(LocalLanguage.PROVIDER, LocalLanguage.MODEL, null);
    private static final Authorship HERE = Authorship.of(LOCAL, LocalDrafts.VERSION);

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
    private final DraftPrompt prompt;
    private final SingleFlight<Flight, WrittenDraft> flights = new SingleFlight<>();

    /** What is paid out of a replay's allowance is that replay's alone, and so is its refusal. */
    private record Flight(CacheKey question, Optional<UUID> replayId) {}

    /** What is kept of an answer. */
    private record KeptDraft(Draft draft, double quality, String model) {}

    DraftWriter(
            FallbackChain chain,
            LocalDrafts local,
            ResultCache cache,
            DraftPrompt prompt,
            ObjectMapper json,
            Clock clock) {
        this.chain = chain;
        this.local = local;
        this.cache = cache;
        this.prompt = prompt;
        this.json = json;
        this.clock = clock;
    }

    /** Who would write a client's metadata now, were nothing in the way. */
    public Mono<Authorship> author(ClientId clientId) {
        return chain.firstChoice(clientId, OPERATION)
                .map(model -> Authorship.of(model, prompt.version()))
                .defaultIfEmpty(HERE);
    }

    /** What writing it would take, as the very question that would be asked tells; asks nobody. */
    public Mono<PlannedDraft> plan(ClientId clientId, UUID projectId, ProjectContent content, boolean anew) {
        SpendContext payer = SpendContext.ofProject(clientId, projectId);
        return chain.firstChoice(clientId, OPERATION)
                .publishOn(Schedulers.boundedElastic())
                .flatMap(model -> {
                    CacheKey key = key(payer, content, model);
                    return (anew ? Mono.just(false) : cache.holds(key))
                            .flatMap(kept -> kept
                                    ? Mono.just(new PlannedDraft(model, true, key.digest(), 0, null))
                                    : question(clientId, content, model, key));
                })
                .defaultIfEmpty(new PlannedDraft(LOCAL, false, projectId.toString(), 0, null));
    }

    private Mono<PlannedDraft> question(ClientId clientId, ProjectContent content, Target model, CacheKey key) {
        return Mono.fromCallable(() -> call(prompt.about(content)))
                .flatMap(call -> chain.forecast(clientId, call))
                .map(forecast -> new PlannedDraft(
                        model, false, key.digest(), forecast.inputTokens(), forecast.maxOutputTokens()));
    }

    public Mono<WrittenDraft> write(ClientId clientId, UUID projectId, ProjectContent content, Wish wish) {
        SpendContext payer = SpendContext.ofProject(clientId, projectId);
        return Mono.fromCallable(() -> prompt.about(content))
                .flatMap(question -> chain.firstChoice(clientId, OPERATION)
                        .flatMap(model -> ofModel(payer, content, question, model, wish))
                        .switchIfEmpty(Mono.defer(() -> ask(payer, content.texts(), question, null, false))))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<WrittenDraft> ofModel(
            SpendContext payer, ProjectContent content, DraftPrompt.Question question, Target model, Wish wish) {
        CacheKey key = key(payer, content, model);
        Mono<WrittenDraft> flight = Mono.deferContextual(context -> flights.join(
                        new Flight(key, ReplayContext.replayId(context)),
                        asked(payer, content, question, model, key, wish)))
                .map(landed -> landed.own()
                        ? landed.value()
                        : landed.value()
                                .withUsage(List.of(
                                        kept(payer, model, landed.value().model()))));
        return wish.anew() ? flight : found(payer, model, key).switchIfEmpty(flight);
    }

    private Mono<WrittenDraft> asked(
            SpendContext payer,
            ProjectContent content,
            DraftPrompt.Question question,
            Target model,
            CacheKey key,
            Wish wish) {
        return ask(payer, content.texts(), question, model, wish.byModels())
                .delayUntil(written -> written.byFirstChoice()
                        ? cache.keep(key, new KeptDraft(written.draft(), written.quality(), written.model()))
                        : Mono.empty());
    }

    private Mono<WrittenDraft> found(SpendContext payer, Target model, CacheKey key) {
        return cache.find(key, KeptDraft.class)
                .map(found -> found.value())
                .map(found -> new WrittenDraft(
                        found.draft(),
                        found.quality(),
                        found.model(),
                        Authorship.of(model, prompt.version()),
                        true,
                        List.of(kept(payer, model, found.model()))));
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
                prompt.version(),
                question.system(),
                question.user());
    }

    private AiUsageObserved kept(SpendContext payer, Target model, String served) {
        return UsageObservations.ofKept(payer, OPERATION, model, served, clock.instant());
    }

    private Mono<WrittenDraft> ask(
            SpendContext context,
            ProjectTexts texts,
            DraftPrompt.Question question,
            @Nullable Target wanted,
            boolean byModels) {
        ModelCall<Draft> call = call(question);
        return chain.call(context, byModels ? call : call.orLocally(() -> local.write(texts)))
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
                        author(result, wanted),
                        isFirstChoice(result),
                        UsageObservations.of(context, result.attempts())));
    }

    private ModelCall<Draft> call(DraftPrompt.Question question) {
        return ModelCall.of(OPERATION, question.system(), question.user(), this::read);
    }

    private Authorship author(ChainResult<?> result, @Nullable Target wanted) {
        if (result.local()) {
            return HERE;
        }
        Target served = new Target(result.provider(), result.model(), null);
        return Authorship.of(wanted != null && isFirstChoice(result) ? wanted : served, prompt.version());
    }

    private static boolean isFirstChoice(ChainResult<?> result) {
        return !result.local() && result.skipped().isEmpty();
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
