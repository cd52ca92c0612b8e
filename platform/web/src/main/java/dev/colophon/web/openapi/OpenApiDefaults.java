package dev.colophon.web.openapi;

import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/** Describes what every operation has: bearer credentials, problems, roles, paging. */
final class OpenApiDefaults implements GlobalOpenApiCustomizer, GlobalOperationCustomizer {

    private static final String PROBLEM = "Problem";
    private static final String BEARER = "bearer";
    private static final Map<String, String> PROBLEMS = Map.of(
            "400", "The request is wrong; errors names the fields",
            "401", "No valid credentials",
            "403", "A role is missing",
            "404", "Not there, or not this client's",
            "503", "Something that this needs is away; Retry-After says when to come back");

    private final String title;

    OpenApiDefaults(String title) {
        this.title = title;
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, PageRequest.class);
    }

    @Override
    public void customise(OpenAPI api) {
        api.setInfo(new Info()
                .title(title)
                .version("v1")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
        api.setServers(List.of(new io.swagger.v3.oas.models.servers.Server().url("/")));
        if (api.getComponents() == null) {
            api.setComponents(new Components());
        }
        api.getComponents()
                .addSecuritySchemes(
                        BEARER,
                        new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
                .addSchemas(PROBLEM, problemSchema());
        api.addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        if (operation.getResponses() == null) {
            operation.setResponses(new ApiResponses());
        }
        PROBLEMS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(problem -> !operation.getResponses().containsKey(problem.getKey()))
                .forEach(problem ->
                        operation.getResponses().addApiResponse(problem.getKey(), problemResponse(problem.getValue())));
        addPaging(operation, handler);
        addRole(operation, handler);
        return operation;
    }

    private static void addPaging(Operation operation, HandlerMethod handler) {
        if (Arrays.stream(handler.getMethodParameters())
                .map(MethodParameter::getParameterType)
                .noneMatch(PageRequest.class::equals)) {
            return;
        }
        Schema<?> limit = new IntegerSchema()
                .minimum(java.math.BigDecimal.ONE)
                .maximum(java.math.BigDecimal.valueOf(PageRequest.MAX_LIMIT));
        limit.setDefault(PageRequest.DEFAULT_LIMIT);
        operation.addParametersItem(new QueryParameter().name("limit").schema(limit));
        operation.addParametersItem(new QueryParameter()
                .name("cursor")
                .description("next_cursor of the page before")
                .schema(new StringSchema()));
    }

    private static void addRole(Operation operation, HandlerMethod handler) {
        RequiresRole required = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequiresRole.class);
        if (required == null) {
            required = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), RequiresRole.class);
        }
        if (required != null) {
            String roles = Arrays.stream(required.value()).map(Role::wireName).collect(Collectors.joining(" or "));
            String text = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
            operation.setDescription(text + "Role: " + roles);
        }
    }

    private static ApiResponse problemResponse(String description) {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/" + PROBLEM);
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType("application/problem+json", new MediaType().schema(schema)));
    }

    private static Schema<?> problemSchema() {
        return new ObjectSchema()
                .description("RFC 9457")
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("trace_id", new StringSchema())
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(new ObjectSchema()
                                        .addProperty("field", new StringSchema())
                                        .addProperty("message", new StringSchema())));
    }
}
