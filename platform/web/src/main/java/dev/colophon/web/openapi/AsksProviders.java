package dev.colophon.web.openapi;

import dev.colophon.web.problem.OpenAiError;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says in the contract what may become of a request that is paid for, beside what {@link AnswersAsOpenAi} says. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(
        responseCode = "402",
        description = "A cost limit blocks; the error tells limit, spent and reserved",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = OpenAiError.class)))
@ApiResponse(
        responseCode = "422",
        description = "The model has no known price, and the client refuses what cannot be priced",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = OpenAiError.class)))
@ApiResponse(
        responseCode = "502",
        description = "The provider answered what is of no use, or refused the account",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = OpenAiError.class)))
public @interface AsksProviders {}
