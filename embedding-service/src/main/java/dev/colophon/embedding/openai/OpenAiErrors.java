package dev.colophon.embedding.openai;

import dev.colophon.web.problem.Problem;
import dev.colophon.web.problem.ProblemMapper;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says what went wrong as OpenAI's clients read it; what is to be said is what the rest of the product says. */
@RestControllerAdvice(basePackageClasses = OpenAiErrors.class)
class OpenAiErrors {

    private static final Logger log = LoggerFactory.getLogger(OpenAiErrors.class);

    private final ProblemMapper mapper;

    OpenAiErrors(ProblemMapper mapper) {
        this.mapper = mapper;
    }

    @ExceptionHandler(Throwable.class)
    ResponseEntity<OpenAiError> error(Throwable error) {
        Problem problem = mapper.problemFor(error);
        if (problem.status().value() == 500) {
            log.error("a request for embeddings failed", error);
        }
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_JSON);
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, retryAfter.toSeconds())));
        }
        return answer.body(OpenAiError.of(problem));
    }
}
