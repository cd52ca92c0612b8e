package dev.colophon.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.springframework.core.MethodParameter;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/** Turns any error into the problem a client may see: one table for the whole product. */
public final class ProblemMapper {

    private final JsonFaults jsonFaults;
    private final ValidationFaults validationFaults;

    public ProblemMapper(ObjectMapper json) {
        this.jsonFaults = new JsonFaults(json);
        this.validationFaults = new ValidationFaults(new FieldTypes(json));
    }

    /** Never fails; an error that nobody planned for is a {@code 500} that says nothing about the inside. */
    public Problem problemFor(Throwable error) {
        ProblemException refusal = ProblemException.in(error);
        if (refusal != null) {
            return refusal.problem();
        }
        if (Causes.find(error, DataBufferLimitException.class).isPresent()) {
            return Problem.of(HttpStatus.PAYLOAD_TOO_LARGE, "The request body is larger than is taken here");
        }
        if (error instanceof ServerWebInputException input) {
            return inputProblem(input);
        }
        if (error instanceof HandlerMethodValidationException invalid && !invalid.isForReturnValue()) {
            return validationFaults.describe(invalid);
        }
        if (error instanceof ErrorResponse response) {
            return frameworkProblem(error, response.getStatusCode());
        }
        if (error instanceof AccessDeniedException) {
            return Problem.of(HttpStatus.FORBIDDEN, "These credentials do not allow this");
        }
        if (error instanceof AuthenticationException) {
            return Problem.of(HttpStatus.UNAUTHORIZED, "Valid credentials are required");
        }
        return Outages.problemFor(error)
                .or(() -> conflict(error))
                .orElseGet(() -> Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side"));
    }

    private Problem inputProblem(ServerWebInputException input) {
        if (input instanceof WebExchangeBindException invalid) {
            return validationFaults.describe(invalid);
        }
        Optional<JsonProcessingException> json = Causes.find(input, JsonProcessingException.class);
        if (json.isPresent()) {
            return jsonFaults.describe(json.get());
        }
        if (input instanceof MissingRequestValueException missing) {
            return Problem.of(
                    HttpStatus.BAD_REQUEST,
                    "A required value is missing",
                    new FieldError(missing.getName(), "is required"));
        }
        MethodParameter parameter = input.getMethodParameter();
        return parameter == null
                ? Problem.of(HttpStatus.BAD_REQUEST, "The request cannot be read")
                : validationFaults.describe(parameter);
    }

    private static Problem frameworkProblem(Throwable error, HttpStatusCode status) {
        if (error instanceof MethodNotAllowedException method) {
            return Problem.of(status, "Method " + method.getHttpMethod() + " is not supported here");
        }
        if (error instanceof UnsupportedMediaTypeStatusException type) {
            return Problem.of(
                    status, "Content type is not supported here; supported: " + type.getSupportedMediaTypes());
        }
        if (error instanceof NotAcceptableStatusException type) {
            return Problem.of(
                    status, "Nothing acceptable can be produced; available: " + type.getSupportedMediaTypes());
        }
        if (status.value() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            return Outages.away();
        }
        return Problem.of(status, detailFor(status));
    }

    private static String detailFor(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        if (known == HttpStatus.NOT_FOUND) {
            return "There is nothing at this address";
        }
        if (known == HttpStatus.PAYLOAD_TOO_LARGE) {
            return "The request body is larger than is taken here";
        }
        return status.is5xxServerError() ? "Something went wrong on our side" : "The request cannot be carried out";
    }

    private static Optional<Problem> conflict(Throwable error) {
        return Causes.of(error)
                .filter(cause -> cause.getClass().getName().equals("org.springframework.dao.DuplicateKeyException"))
                .map(cause -> Problem.of(HttpStatus.CONFLICT, "This exists already"))
                .findFirst();
    }
}
