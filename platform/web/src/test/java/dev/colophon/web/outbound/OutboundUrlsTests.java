package dev.colophon.web.outbound;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundUrlsTests {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/v1, loopback",
        "http://127.1.2.3, loopback",
        "http://[::1]:8080/, loopback",
        "http://[::ffff:127.0.0.1]/, loopback",
        "http://10.1.2.3/, private",
        "https://172.31.0.1/, private",
        "https://192.168.1.1/, private",
        "https://100.64.0.1/, private",
        "http://169.254.169.254/latest/meta-data, cloud metadata",
        "http://169.254.1.1/, link-local",
        "http://[fe80::1]/, link-local",
        "http://[fd00::1]/, unique local",
        "http://[64:ff9b::a9fe:a9fe]/, cloud metadata",
        "http://[2002:7f00:1::]/, loopback",
        "http://224.0.0.1/, multicast",
        "http://[ff02::1]/, multicast",
        "http://0.0.0.0/, unspecified",
        "http://[::]/, unspecified",
        "http://255.255.255.255/, reserved"
    })
    void refusesAddressesThatAreNotPublic(String url, String kind) {
        assertThatThrownBy(() -> urls().check(url))
                .isInstanceOf(RefusedUrlException.class)
                .hasMessageContaining(kind)
                .hasMessageContaining("not allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://example.org/, https://",
        "file:///etc/passwd, https://",
        "example.org, https://",
        "http:///nowhere, names no host",
        "https://user:secret@example.org/, user or password",
        "https://example.org:99999/, port",
        "https://exa mple.org/, is not a URL",
        "https://unknown.example/, is not known"
    })
    void saysWhatIsWrongWithAnAddress(String url, String message) {
        assertThatThrownBy(() -> urls().check(url)).hasMessageContaining(message);
    }

    @Test
    void refusesANameOfWhichOneAddressIsPrivate() {
        assertThatThrownBy(() -> urls().check("https://half.example/"))
                .hasMessage(
                        "the host half.example (10.0.0.8) has a private address, which the operator has not allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://public.example/v1", "http://93.184.216.34:8443", "https://PUBLIC.example./"})
    void letsPublicAddressesPass(String url) {
        assertThatCode(() -> urls().check(url)).doesNotThrowAnyException();
    }

    @Test
    void letsPassWhatTheOperatorAllows() {
        assertThatCode(() -> urls("10.0.0.0/8").check("http://half.example")).doesNotThrowAnyException();
        assertThatCode(() -> urls("half.example:8000").check("http://half.example:8000"))
                .doesNotThrowAnyException();
        assertThatCode(() -> urls("[::1]:11434").check("http://[::1]:11434/v1")).doesNotThrowAnyException();
        assertThatCode(() -> urls("::1").check("http://[::1]:11434/v1")).doesNotThrowAnyException();
        assertThatCode(() -> urls("127.0.0.1:4000").check("http://127.0.0.1:4000"))
                .doesNotThrowAnyException();
    }

    @Test
    void allowsNoOtherPortThanTheOneNamed() {
        assertThatThrownBy(() -> urls("127.0.0.1:4000").check("http://127.0.0.1:4001"))
                .isInstanceOf(RefusedUrlException.class);
        assertThatThrownBy(() -> urls("half.example:8000").check("http://half.example:22"))
                .isInstanceOf(RefusedUrlException.class);
    }

    private static OutboundUrls urls(String... allowed) {
        return new OutboundUrls(List.of(allowed), OutboundUrlsTests::resolve);
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "public.example", "example.org" -> new InetAddress[] {InetAddress.getByName("93.184.216.34")};
            case "half.example" ->
                new InetAddress[] {InetAddress.getByName("93.184.216.34"), InetAddress.getByName("10.0.0.8")};
            case "unknown.example" -> throw new UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }
}
