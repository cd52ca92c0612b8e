package dev.colophon.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AsyncApiDocumentTests {

    @Test
    void isCommittedAsTheCodeSays() {
        GeneratedFile.inDocs("asyncapi.yaml").assertUpToDate(AsyncApiDocument.text());
    }

    @Test
    void namesEveryTopicAndEveryEvent() {
        String document = AsyncApiDocument.text();

        for (Topic topic : Topic.values()) {
            assertThat(document).contains("address: " + topic.topicName() + "\n");
        }
        EventCatalogue.payloads()
                .forEach(payload -> assertThat(document).contains("name: " + EventCatalogue.typeOf(payload) + "\n"));
    }
}
