// Two libraries have a class for store labels and for MessageComplete: the log's, which are checked text, and the schema's.

global using LogLabel = Mesh.Dare.StoreLabel;
global using SpoolComplete = Mesh.Dare.MessageComplete;
global using MessageComplete = Mesh.Schema.MessageComplete;
global using StoreLabel = Mesh.Schema.StoreLabel;
