package dev.colophon.etl.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JiraEventsTests {

    @Test
    void findsTheIssuesThatADeliveryIsAbout() throws IOException {
        assertThat(events("{'webhookEvent':'jira:issue_created','issue':{'id':'1'}}"))
                .isEqualTo(changed("1"));
        assertThat(
                        events(
                                "{'webhookEvent':'comment_created','comment':{'self':'https://j.example/rest/api/2/issue/12/comment/3'}}"))
                .isEqualTo(changed("12"));
        assertThat(events("{'webhookEvent':'comment_deleted','issue':{'id':5},'comment':{'id':'3'}}"))
                .isEqualTo(changed("5"));
        assertThat(
                        events(
                                "{'webhookEvent':'issuelink_created','issueLink':{'id':1,'sourceIssueId':10,'destinationIssueId':11}}"))
                .isEqualTo(changed("10", "11"));
        assertThat(events("{'webhookEvent':'jira:issue_deleted','issue':{'id':'1'}}"))
                .isEqualTo(new JiraEvents(Set.of(), Set.of("1")));
    }

    @Test
    void findsNothingInWhatIsOfNoConcern() throws IOException {
        for (String delivery : new String[] {
            "{}",
            "[]",
            "7",
            "{'webhookEvent':'user_created','user':{}}",
            "{'webhookEvent':'sprint_started'}",
            "{'webhookEvent':'jira:issue_updated'}",
            "{'webhookEvent':'jira:issue_updated','issue':{'id':'1 OR 1=1'}}",
            "{'webhookEvent':'worklog_updated','worklog':{'issueId':'1'}}"
        }) {
            assertThat(events(delivery)).as(delivery).isEqualTo(changed());
        }
    }

    private static JiraEvents changed(String... ids) {
        return new JiraEvents(Set.of(ids), Set.of());
    }

    private static JiraEvents events(String json) throws IOException {
        return JiraEvents.of(new ObjectMapper().readTree(json.replace('\'', '"')));
    }
}
