package dev.colophon.etl.text.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTextTests {

    @Test
    void keepsLinksCodeListsAndTables() {
        assertThat(HtmlText.of("""
                <h1>Title</h1><p>See <a href="https://a.example/x">the
                manual</a> or <a href="https://b.example">https://b.example</a>, <a href="javascript:x()">not this</a>.</p>
                <pre>if (a) {
                  b();
                }</pre>
                <ul><li>one <code>x</code></li><li>two</li></ul>
                <table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
                <img src="c.png" alt="a chart"><br>last""")).isEqualTo("""
                Title

                See the manual (https://a.example/x) or https://b.example, not this.

                ```
                if (a) {
                  b();
                }
                ```

                - one `x`
                - two

                a | b
                1 | 2

                [image: a chart]
                last""");
    }

    @Test
    void leavesOutWhatNobodyReads() {
        assertThat(HtmlText.of(
                        "<head><title>t</title></head><style>p{}</style><p>a<script>alert('<p>x</p>')</script>b</p>"))
                .isEqualTo("ab");
    }

    @Test
    void takesAnything() {
        assertThat(HtmlText.of("")).isEmpty();
        assertThat(HtmlText.of("a < b & c")).isEqualTo("a < b & c");
        assertThat(HtmlText.of("<div>".repeat(50_000) + "deep")).isEqualTo("deep");
        assertThat(HtmlText.of("<p>never <b>closed")).isEqualTo("never closed");
    }
}
