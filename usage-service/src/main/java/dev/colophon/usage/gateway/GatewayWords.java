package dev.colophon.usage.gateway;

/** Says of a gateway that gave no usable answer what is wrong and what to do about it. Quotes nothing of what it said. */
final class GatewayWords {

    static final String KEY_INFO = "/key/info";

    private GatewayWords() {}

    static String ofKeyInfo(Gateway gateway, GatewayAnswer answer) {
        if (answer.failure() != null) {
            return answer.failure();
        }
        String http = " (HTTP " + answer.status() + ")";
        if (answer.isRouteUnknown()) {
            return "there is no /key/info at " + gateway.address() + http
                    + ": it is no LiteLLM proxy, or base_url is not its address";
        }
        return switch (answer.status()) {
            case 401 ->
                gateway.credentials().apiKey() == null
                        ? "the gateway wants a key and none is set" + http + ": set credentials"
                        : "the gateway does not accept the key" + http + ": check the integration's credentials";
            case 403 -> "the gateway does not let the key be asked about" + http + ": allow it /key/info";
            case 404 ->
                "the gateway knows no such key" + http + ": a master key has no spend of its own, set a virtual key";
            default -> ofStatus(gateway, answer, KEY_INFO, "info.spend");
        };
    }

    static String ofCost(Gateway gateway, GatewayAnswer answer, String path, String member, String model) {
        if (answer.failure() != null) {
            return answer.failure();
        }
        if (answer.isRouteUnknown()) {
            return "there is no " + path + " at " + gateway.address() + " (HTTP 404): it is no LiteLLM proxy";
        }
        if (answer.isNotFound()) {
            return "the gateway has no price of " + model + " (HTTP 404)";
        }
        return answer.status() == 401
                ? "the gateway does not accept the key (HTTP 401): check the integration's credentials"
                : ofStatus(gateway, answer, path, member);
    }

    private static String ofStatus(Gateway gateway, GatewayAnswer answer, String path, String member) {
        int status = answer.status();
        if (status >= 300 && status < 400) {
            return gateway.address() + " leads elsewhere (HTTP " + status + "): give the final address as base_url";
        }
        if (status >= 500) {
            String database = path.equals(KEY_INFO) ? " (" + path + " needs LiteLLM with a database)" : "";
            return "the gateway is in trouble (HTTP " + status + "): try again later" + database;
        }
        if (status >= 400) {
            return "the gateway refuses " + path + " (HTTP " + status + ")";
        }
        return answer.body().isObject()
                ? "the answer of " + gateway.address() + " to " + path + " has no " + member
                : "the answer of " + gateway.address() + " to " + path + " is no JSON object";
    }
}
