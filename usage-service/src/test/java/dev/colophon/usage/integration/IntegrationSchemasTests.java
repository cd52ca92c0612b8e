package dev.colophon.usage.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.problem.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegrationSchemasTests {

    private static final IntegrationSchemas SCHEMAS = new IntegrationSchemas();
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'type':'openai','subtype':'llm','credentials':{'api_key':'sk-1'},'model_config':{'model':'gpt-4o'}",
                "'type':'azure_openai','subtype':'gateway','base_url':'https://x.example','model_config':{'deployment':'d'}",
                "'type':'openai_compatible','subtype':'embedding','base_url':'http://h','configuration':{'product':'ollama'}",
                "'type':'anthropic','subtype':'llm','model_config':{'temperature':0.2},'performance_config':{'timeout_ms':5000}",
                "'type':'local','subtype':'embedding','base_url':null,'model_config':{'model':'all-minilm-l6-v2'}",
                "'type':'jira','subtype':'data_source','base_url':'https://j','configuration':{'project_keys':['A','B']}"
            })
    void acceptsWhatFitsItsType(String fields) {
        assertThat(errors(fields)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'type':'openai'|subtype|is required",
                "'type':'oracle','subtype':'llm'|type|must be one of openai, azure_openai",
                "'type':'openai','subtype':'llm','wheels':4|wheels|is not known here",
                "'type':'anthropic','subtype':'embedding'|subtype|must be one of llm",
                "'type':'azure_openai','subtype':'llm'|base_url|is required",
                "'type':'local','subtype':'llm','base_url':'http://x'|base_url|must not be given",
                "'type':'local','subtype':'llm','credentials':{'api_key':'x'}|credentials|must be empty",
                "'type':'openai','subtype':'llm','credentials':{'key':'x'}|credentials.key|is not known here",
                "'type':'openai','subtype':'llm','credentials':{'api_key':'x '}|credentials.api_key|must not begin or end",
                "'type':'openai','subtype':'llm','credentials':{'api_key':7}|credentials.api_key|must be string",
                "'type':'openai','subtype':'llm','model_config':{'temperature':3}|model_config.temperature|must be at most 2",
                "'type':'openai','subtype':'llm','model_config':{'dimensions':1.5}|model_config.dimensions|must be integer or null",
                "'type':'openai','subtype':'llm','model_config':{'deployment':'d'}|model_config|those are Azure's",
                "'type':'openai','subtype':'llm','performance_config':{'retries':3}|performance_config.retries|is not known",
                "'type':'openai','subtype':'llm','performance_config':{'timeout_ms':5}|performance_config.timeout_ms|at least 100",
                "'type':'openai','subtype':'llm','fallback_integration_id':'x'|fallback_integration_id|must be the id",
                "'type':'openai','subtype':'data_source'|subtype|must be one of embedding, llm, gateway",
                "'type':'git','subtype':'data_source','configuration':{'api_token':'x'}|configuration.api_token|not an allowed name",
                "'type':'git','subtype':'data_source','model_config':{'model':'x'}|model_config|must be empty"
            })
    void namesTheFieldAndWhatItMustBe(String fields, String field, String message) {
        assertThat(errors(fields)).anySatisfy(error -> {
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.message()).contains(message);
        });
    }

    @Test
    void neverQuotesACredential() {
        assertThat(
                        errors(
                                "'type':'openai','subtype':'llm','credentials':{'api_key':'sk-very secret\\n','other':'sk-hidden'}"))
                .isNotEmpty()
                .noneMatch(error -> error.message().contains("sk-"));
    }

    private static List<FieldError> errors(String fields) {
        try {
            return SCHEMAS.errors(JSON.readTree(("{'name':'n'," + fields + "}").replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
