import dev.colophon.standalone.broker.Broker;
import dev.colophon.standalone.broker.BrokerPorts;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The stack's broker in a process of its own, to be killed without the services: BrokerAlone DIRECTORY PORT CONTROLLER_PORT. */
final class BrokerAlone {

    private BrokerAlone() {}

    public static void main(String[] arguments) throws InterruptedException {
        BrokerPorts ports = new BrokerPorts(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Broker broker =
                Broker.start(Path.of(arguments[0]), ports);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        new CountDownLatch(1).await();
    }
}
