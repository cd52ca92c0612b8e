package dev.colophon.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTests {

    @ParameterizedTest
    @CsvSource({
        "ADMIN,MEMBER,true",
        "ADMIN,VIEWER,true",
        "MEMBER,VIEWER,true",
        "VIEWER,MEMBER,false",
        "MEMBER,ADMIN,false",
        "ADMIN,OPERATOR,false",
        "OPERATOR,ADMIN,false",
        "OPERATOR,VIEWER,false",
        "OPERATOR,OPERATOR,true"
    })
    void coversWhatStandsBelowIt(Role held, Role required, boolean covered) {
        assertThat(held.covers(required)).isEqualTo(covered);
    }
}
