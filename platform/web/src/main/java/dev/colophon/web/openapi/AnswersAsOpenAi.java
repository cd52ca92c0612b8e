package dev.colophon.web.openapi;

import dev.colophon.web.problem.OpenAiError;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says in the contract which errors come in OpenAI's envelope. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(responseCode = "200", description = "OK", useReturnTypeSchema = true)
@ApiResponse(
        responseCode = "400",
        description = "The request is wrong; param names the field",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = OpenAiError.class)))
@ApiResponse(
        responseCode = "404",
        description = "There is no model of this name",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = OpenAiError.class)))
@ApiResponse(
        responseCode = "503",
        description = "Something that this needs is away; Retry-After says when to come back",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = OpenAiError.class)))
public @interface AnswersAsOpenAi {}
