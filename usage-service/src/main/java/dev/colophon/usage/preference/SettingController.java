package dev.colophon.usage.preference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.usage.preference.SettingKind.Family;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Preferences and configuration over HTTP: admins write, everyone of the client reads. */
@RestController
@RequestMapping("/api/v1/ai")
@RequiresRole(Role.VIEWER)
@Tag(name = "Preferences and configuration")
class SettingController {

    private final Settings settings;

    SettingController(Settings settings) {
        this.settings = settings;
    }

    @GetMapping("/preferences/{type}")
    @Operation(summary = "Show agent_config, dashboard_ai or embedding_config; the defaults where none is set")
    Mono<ResponseEntity<Setting>> preference(@PathVariable String type, Caller caller) {
        return get(kind(Family.PREFERENCE, type), caller);
    }

    @PutMapping("/preferences/{type}")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Set a preference; version or If-Match refuses what was changed in between")
    Mono<ResponseEntity<Setting>> setPreference(
            @PathVariable String type,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody SettingBody body,
            Caller caller) {
        return put(kind(Family.PREFERENCE, type), ifMatch, body, caller);
    }

    @GetMapping("/configuration/{category}")
    @Operation(summary = "Show models, policies, cost_limits or features; the defaults where none is set")
    Mono<ResponseEntity<Setting>> configuration(@PathVariable String category, Caller caller) {
        return get(kind(Family.CONFIGURATION, category), caller);
    }

    @PutMapping("/configuration/{category}")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Set a configuration; version or If-Match refuses what was changed in between")
    Mono<ResponseEntity<Setting>> setConfiguration(
            @PathVariable String category,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody SettingBody body,
            Caller caller) {
        return put(kind(Family.CONFIGURATION, category), ifMatch, body, caller);
    }

    private Mono<ResponseEntity<Setting>> get(SettingKind kind, Caller caller) {
        return settings.get(caller.clientId(), kind).map(SettingController::answer);
    }

    private Mono<ResponseEntity<Setting>> put(
            SettingKind kind, @Nullable String ifMatch, SettingBody body, Caller caller) {
        if (!(body.values() instanceof ObjectNode values)) {
            throw ProblemException.badRequest(
                    "The document is not valid", new FieldError("values", "must be a JSON object"));
        }
        Long expected = ifMatch == null ? body.version() : version(ifMatch);
        return settings.put(caller, kind, values, expected).map(SettingController::answer);
    }

    private static ResponseEntity<Setting> answer(Setting setting) {
        return ResponseEntity.ok().eTag("\"" + setting.version() + "\"").body(setting);
    }

    private static @Nullable Long version(String ifMatch) {
        String tag = ifMatch.strip().replaceFirst("^W/", "").replace("\"", "");
        if (tag.equals("*")) {
            return null;
        }
        try {
            return Long.valueOf(tag);
        } catch (NumberFormatException e) {
            throw ProblemException.badRequest(
                    "The header If-Match is not valid",
                    new FieldError("If-Match", "must be an ETag that was given out"));
        }
    }

    private static SettingKind kind(Family family, String name) {
        return SettingKind.named(family, name)
                .orElseThrow(() -> ProblemException.notFound("There is no such "
                        + (family == Family.PREFERENCE ? "preference" : "configuration") + ": " + name));
    }
}
