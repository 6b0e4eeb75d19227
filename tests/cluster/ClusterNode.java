import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/**
 * One node of an OpenSearch cluster on the loopback interface, for tests.
 *
 * <p>Arguments: the folder of its data, its name, its HTTP port, its transport port, and the
 * transport ports of all nodes, separated by commas. It runs until its
 * standard input ends.
 */
public final class ClusterNode extends Node {
    private ClusterNode(Settings settings, String name) {
        super(
                InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> name),
                List.of(
                        Netty4Plugin.class,
                        CommonAnalysisPlugin.class,
                        ReindexPlugin.class),
                false);
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        String name = arguments[1];
        String[] ports = arguments[4].split(",");
        String[] hosts = new String[ports.length];
        String[] names = new String[ports.length];
        for (int i = 0; i < ports.length; i++) {
            hosts[i] = "127.0.0.1:" + ports[i];
            names[i] = "node-" + i;
        }
        Settings settings =
                Settings.builder()
                        .put("path.home", home.toString())
                        .put("cluster.name", "verbatim-test")
                        .put("node.name", name)
                        .put("network.host", "127.0.0.1")
                        .put("http.port", arguments[2])
                        .put("transport.port", arguments[3])
                        .put("http.type", "netty4")
                        .put("transport.type", "netty4")
                        .putList("discovery.seed_hosts", hosts)
                        .putList("cluster.initial_cluster_manager_nodes", names)
                        // Test machines may be nearly full.
                        .put("cluster.routing.allocation.disk.threshold_enabled", false)
                        .put("cluster.routing.rebalance.enable", "all")
                        .build();
        Node node = new ClusterNode(settings, name);
        node.start();
        // Ends with the process that started it, however that ends.
        while (System.in.read() != -1) {
            continue;
        }
        node.close();
        System.exit(0);
    }
}
