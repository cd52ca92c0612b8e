package dev.colophon.usage.preference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingSchemasTests {

    private static final SettingSchemas SCHEMAS = new SettingSchemas();

    @ParameterizedTest
    @EnumSource(SettingKind.class)
    void hasDefaultsThatAreValid(SettingKind kind) {
        assertThat(SCHEMAS.errors(kind, SCHEMAS.defaults(kind))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POLICIES|{'on_limit':'shrug'}|values.on_limit|must be one of block, degrade",
                "POLICIES|{'on_limits':'block'}|values.on_limits|is not known here",
                "MODELS|{'chat':'gpt'}|values.chat|must be the id of an integration",
                "MODELS|{'poetry':null}|values.poetry|is not known here",
                "FEATURES|{'beta':'yes'}|values.beta|must be boolean",
                "COST_LIMITS|{}|values.limits|is required",
                "COST_LIMITS|{'limits':[{'scope':'client','period':'day','kind':'hard'}]}|values.limits[0].amount|is required",
                "COST_LIMITS|{'limits':[{'scope':'client','period':'day','kind':'hard','amount':10}]}|values.limits[0].amount|must be string",
                "COST_LIMITS|{'limits':[{'scope':'client','period':'day','kind':'hard','amount':'-1'}]}|values.limits[0].amount|must be an amount in USD",
                "COST_LIMITS|{'limits':[{'scope':'project','period':'day','kind':'hard','amount':'1'}]}|values.limits[0].project_id|is required",
                "COST_LIMITS|{'limits':[{'scope':'client','period':'day','kind':'hard','amount':'1'},{'scope':'client','period':'day','kind':'hard','amount':'2'}]}|values.limits[1]|is the second limit",
                "AGENT_CONFIG|{'agents':['gossip']}|values.agents[0]|must be one of anomaly",
                "DASHBOARD_AI|{'refresh_seconds':1}|values.refresh_seconds|must be at least 5"
            })
    void namesTheFieldAndWhatItMustBe(SettingKind kind, String document, String field, String message) {
        assertThat(SCHEMAS.errors(kind, json(document))).anySatisfy(error -> {
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.message()).contains(message);
        });
    }

    @Test
    void fillsInWhatIsLeftOut() {
        assertThat(SCHEMAS.completed(SettingKind.POLICIES, json("{'on_limit':'degrade'}")))
                .isEqualTo(json("{'on_limit':'degrade','unknown_price':'flag','fallback_to_local':true}"));
    }

    private static JsonNode json(String document) {
        try {
            return new ObjectMapper().readTree(document.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
