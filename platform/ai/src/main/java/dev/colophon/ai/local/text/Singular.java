package dev.colophon.ai.local.text;

import java.util.Set;

/** Folds English plurals so that "listeners" and "listener" count as one; light on purpose, it never cuts deeper. */
public final class Singular {

    private static final Set<String> UNCHANGED = Set.of(
            "kubernetes",
            "redis",
            "jenkins",
            "postgres",
            "aws",
            "https",
            "dns",
            "tls",
            "css",
            "js",
            "os",
            "ios",
            "series",
            "news",
            "kudos",
            "canvas",
            "alias",
            "bias",
            "atlas",
            "pandas",
            "keras",
            "always",
            "apis",
            "sas",
            "devops",
            "sms",
            "gps",
            "analytics",
            "metrics",
            "statistics",
            "mathematics",
            "windows",
            "species",
            "ops",
            "gcs",
            "dis",
            "kms",
            "iis",
            "cors",
            "nodejs",
            "nextjs",
            "axis",
            "thesis",
            "basis",
            "analysis",
            "synopsis",
            "graphics",
            "physics",
            "robotics",
            "semantics",
            "heuristics",
            "diagnostics",
            "data",
            "media",
            "this",
            "jss",
            "nats",
            "ers",
            "kerberos",
            "emacs",
            "sphinx",
            "commons",
            "utils",
            "devtools",
            "hibernate",
            "express");

    private Singular() {}

    /** The singular of a lower-case word, or the word. */
    public static String of(String word) {
        int n = word.length();
        if (n < 4 || UNCHANGED.contains(word) || !word.endsWith("s")) {
            return word;
        }
        if (word.endsWith("ss") || word.endsWith("us") || word.endsWith("is") || word.endsWith("ics")) {
            return word;
        }
        if (word.endsWith("ies")) {
            return n > 4 ? word.substring(0, n - 3) + "y" : word.substring(0, n - 1);
        }
        boolean hissing = word.endsWith("sses")
                || word.endsWith("shes")
                || word.endsWith("ches")
                || word.endsWith("xes")
                || word.endsWith("zes");
        if (hissing && !word.endsWith("aches") && !word.endsWith("izes")) {
            return word.substring(0, n - 2);
        }
        return word.substring(0, n - 1);
    }
}
